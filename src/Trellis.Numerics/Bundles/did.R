# Group-time effects of treatment, again and in base R alone: nothing but R itself is needed.
#
#   Rscript run.R        reads data.csv, settings.csv and answers.csv of this folder,
#                        writes answers-from-R.csv, prints the largest difference, ends with 1 where one is above 1e-6
#
# Callaway and Sant'Anna (2021), Journal of Econometrics 225; Sant'Anna and Zhao (2020), Journal of Econometrics 219.
# With the package did: att_gt(outcome, time, unit, group, est_method = method), then aggte.

options(digits = 15)
settings <- read.csv("settings.csv", colClasses = "character")
setting <- function(name) settings$value[settings$name == name]
data <- read.csv("data.csv", check.names = FALSE)
answers <- read.csv("answers.csv")

method <- setting("method")
control <- setting("control")
base <- setting("base")
anticipation <- as.integer(setting("anticipation"))
covariates <- grep("^x\\.", names(data), value = TRUE)

# A unit a row, a time a column.
data <- data[order(data$unit, data$time), ]
times <- sort(unique(data$time))
units <- unique(data$unit)
stopifnot(nrow(data) == length(units) * length(times))
n <- length(units)
wide <- function(name) matrix(data[[name]], nrow = n, byrow = TRUE)
outcome <- wide("outcome")
first <- wide("group")[, 1]
first[is.na(first)] <- Inf
weights <- wide("weight")
x <- lapply(covariates, wide)

# One comparison: change of the outcome by who is treated. Gives the estimate and each unit's influence on it.
two_by_two <- function(change, treated, X, w) {
  m <- length(change)
  controls <- 1 - treated
  # A column that earlier ones already say, as a mark that nobody here has, is left out.
  said <- qr(X * sqrt(w), tol = 3e-6)
  X <- X[, sort(said$pivot[seq_len(said$rank)]), drop = FALSE]
  predicted <- rep(0, m)
  moves_line <- NULL
  if (method != "ipw") {
    XtX <- crossprod(X * (w * controls), X)
    predicted <- as.vector(X %*% solve(XtX, crossprod(X, w * controls * change)))
    moves_line <- (w * controls * (change - predicted) * X) %*% solve(XtX / m)
  }
  chance <- rep(.5, m)
  moves_chance <- NULL
  if (method != "reg") {
    logit <- function(rows, columns, ...) suppressWarnings(
      glm.fit(X[rows, columns, drop = FALSE], treated[rows], weights = w[rows], family = binomial(), ...)
    )
    columns <- seq_len(ncol(X))
    fit <- logit(seq_len(m), columns, control = list(epsilon = 1e-13, maxit = 100))
    chance <- fit$fitted.values
    # Where nobody treated has a mark (or all have one of several), the chances of controls that differ fall without end: below a
    # billionth they still run, and one more step shows it. They end at 0 and say nothing; the fit is that of the others, without
    # the columns that say nothing new of those. To stop short of it would leave the information below to rounding.
    further <- logit(seq_len(m), columns, start = fit$coefficients, control = list(maxit = 1))
    moved <- as.vector(X %*% (further$coefficients - fit$coefficients))
    runs <- treated == 0 & chance < 1e-9 & abs(moved) > 1e-8
    if (any(runs)) {
      said <- qr(X[!runs, , drop = FALSE] * sqrt(w[!runs]), tol = 3e-6)
      columns <- sort(said$pivot[seq_len(said$rank)])
      chance[runs] <- 0
      chance[!runs] <- logit(!runs, columns, control = list(epsilon = 1e-13, maxit = 100))$fitted.values
    }
    chance <- pmin(chance, 1 - 1e-6)
    Z <- X[, columns, drop = FALSE]
    information <- crossprod(Z * (w * chance * (1 - chance)), Z)
    # Columns of few and of many weigh alike on one scale.
    scale <- 1 / sqrt(diag(information))
    inverse <- solve(information * outer(scale, scale), tol = 1e-30) * outer(scale, scale)
    moves_chance <- (w * (treated - chance) * Z) %*% (inverse * m)
  }
  kept <- treated == 1 | chance < .995
  of_treated <- w * treated * kept
  of_controls <- if (method == "reg") of_treated else w * chance * controls * kept / (1 - chance)
  left <- change - predicted
  if (method == "reg") {
    mean_treated <- sum(of_treated * change) / sum(of_treated)
    mean_controls <- sum(of_treated * predicted) / sum(of_treated)
    psi_treated <- of_treated * (change - mean_treated) / mean(of_treated)
    psi_controls <- (of_treated * (predicted - mean_controls) +
      as.vector(moves_line %*% colMeans(of_treated * X))) / mean(of_treated)
    return(list(effect = mean_treated - mean_controls, psi = psi_treated - psi_controls))
  }
  mean_treated <- sum(of_treated * left) / sum(of_treated)
  mean_controls <- sum(of_controls * left) / sum(of_controls)
  psi_treated <- of_treated * (left - mean_treated)
  psi_controls <- of_controls * (left - mean_controls) +
    as.vector(moves_chance %*% colMeans(of_controls * (left - mean_controls) * Z))
  if (method == "dr") {
    psi_treated <- psi_treated - as.vector(moves_line %*% colMeans(of_treated * X))
    psi_controls <- psi_controls - as.vector(moves_line %*% colMeans(of_controls * X))
  }
  list(
    effect = mean_treated - mean_controls,
    psi = psi_treated / mean(of_treated) - psi_controls / mean(of_controls)
  )
}

cells <- unique(answers[answers$what == "attgt", c("group", "time", "base")])
psi <- matrix(0, n, nrow(cells))
effects <- numeric(nrow(cells))
for (i in seq_len(nrow(cells))) {
  g <- cells$group[i]
  now <- match(cells$time[i], times)
  before <- match(cells$base[i], times)
  if (cells$time[i] == cells$base[i]) next # the reference, 0 by its making
  treated <- first == g
  free <- if (control == "never") is.infinite(first) else
    is.infinite(first) | (first > max(times[now], times[before]) + anticipation & first != g)
  here <- treated | free
  at <- min(now, before) # covariates as they stood at the earlier of the two times
  X <- do.call(cbind, c(list(rep(1, n)), lapply(x, function(m) m[, at])))[here, , drop = FALSE]
  # A column that is constant, or said by those before it, is left out, which changes no effect.
  said <- qr(X, tol = 1e-9)
  X <- X[, sort(said$pivot[seq_len(said$rank)]), drop = FALSE]
  w <- weights[here, at]
  one <- two_by_two(outcome[here, now] - outcome[here, before], as.numeric(treated[here]), X, w / mean(w))
  effects[i] <- one$effect
  psi[here, i] <- one$psi * n / sum(here)
}

clusters <- lapply(intersect(c("cluster1", "cluster2"), names(data)), function(name) wide(name)[, 1])
error <- function(column) {
  square <- function(by) sum(rowsum(column, by)^2)
  variance <- switch(length(clusters) + 1,
    sum(column^2),
    square(clusters[[1]]),
    square(clusters[[1]]) + square(clusters[[2]]) - square(paste(clusters[[1]], clusters[[2]]))
  )
  # Two ways may by chance give less than nothing: the greater of one way stands for it.
  if (length(clusters) == 2 && variance <= 0) variance <- max(square(clusters[[1]]), square(clusters[[2]]))
  sqrt(variance) / n
}
# In how many treated clusters groups are, by the variable with the fewest.
number_treated <- function(groups) {
  own <- first %in% groups
  if (length(clusters)) min(sapply(clusters, function(by) length(unique(by[own])))) else sum(own)
}
mine <- data.frame(
  what = "attgt", group = cells$group, time = cells$time, base = cells$base,
  estimate = effects, se = apply(psi, 2, error), treated = sapply(cells$group, number_treated)
)
mine$se[mine$time == mine$base] <- NA

# Averages of the cells, weighted by the size of the groups, whose own chance counts.
weight <- weights[, 1] / mean(weights[, 1])
share <- sapply(cells$group, function(g) mean(weight * (first == g)))
real <- cells$time != cells$base # a reference is 0 by its making and counts in no average
shares_moved <- function(groups, p) { # by how much each unit moves the shares p / sum(p) of groups
  off <- sweep(matrix(sapply(groups, function(g) weight * (first == g)), n), 2, p)
  off / sum(p) - outer(rowSums(off), p / sum(p)^2)
}
average <- function(keep) {
  list(
    groups = unique(cells$group[keep]),
    estimate = sum(effects[keep] * share[keep]) / sum(share[keep]),
    psi = {
      p <- share[keep]
      as.vector(psi[, keep, drop = FALSE] %*% (p / sum(p)) + shares_moved(cells$group[keep], p) %*% effects[keep])
    }
  )
}
row <- function(what, group, one) data.frame(
  what = what, group = group, time = NA, base = NA,
  estimate = one$estimate, se = error(one$psi), treated = number_treated(one$groups)
)
of_all <- function(parts) unique(unlist(lapply(parts, `[[`, "groups")))
after <- real & cells$time >= cells$group
over <- function(parts, by) { # plain average of averages
  list(groups = of_all(parts), estimate = mean(sapply(parts, `[[`, "estimate")), psi = rowMeans(sapply(parts, `[[`, "psi")))
}
mine <- rbind(mine, row("simple", NA, average(which(after))))
event <- cells$time - cells$group
most <- suppressWarnings(as.integer(setting("most")))
if (length(most) && !is.na(most) && any(after & event <= most))
  mine <- rbind(mine, row("first", NA, average(which(after & event <= most))))
# The parts of the event study that its band is of: those that the settings name, or all.
years <- list()
banded <- function(levels) {
  named <- setting("band")
  if (length(named) == 0 || is.na(named) || named == "") return(rep(TRUE, length(levels)))
  levels %in% suppressWarnings(as.integer(strsplit(named, " ")[[1]]))
}
dynamic <- function(what, among) {
  levels <- sort(unique(event[among]))
  parts <- lapply(levels, function(e) average(which(among & event == e)))
  if (what == "dynamic") years <<- list(levels = levels[banded(levels)], parts = parts[banded(levels)])
  for (i in seq_along(levels)) mine <<- rbind(mine, row(what, levels[i], parts[[i]]))
  if (any(levels >= 0)) mine <<- rbind(mine, row(what, NA, over(parts[levels >= 0])))
}
dynamic("dynamic", real)
# Balanced: only groups seen for as long after treatment, and only event times at which all of those are seen.
balance <- suppressWarnings(as.integer(setting("balance")))
if (length(balance) && !is.na(balance)) {
  long <- max(times) - cells$group >= balance
  dynamic("balanced", real & long & event <= balance)
}
levels <- sort(unique(cells$time[after]))
parts <- lapply(levels, function(t) average(which(after & cells$time == t)))
for (i in seq_along(levels)) mine <- rbind(mine, row("calendar", levels[i], parts[[i]]))
if (length(parts)) mine <- rbind(mine, row("calendar", NA, over(parts)))
levels <- sort(unique(cells$group[after]))
parts <- lapply(levels, function(g) {
  keep <- which(after & cells$group == g)
  list(groups = g, estimate = mean(effects[keep]), psi = rowMeans(psi[, keep, drop = FALSE]))
})
for (i in seq_along(levels)) mine <- rbind(mine, row("group", levels[i], parts[[i]]))
if (length(parts)) {
  p <- sapply(levels, function(g) mean(weight * (first == g)))
  own <- sapply(parts, `[[`, "estimate")
  mine <- rbind(mine, row("group", NA, list(
    groups = levels,
    estimate = sum(own * p) / sum(p),
    psi = as.vector(sapply(parts, `[[`, "psi") %*% (p / sum(p)) + shares_moved(levels, p) %*% own)
  )))
}
# The bootstrap, with the very signs that the seed draws: 64-bit whole numbers as four parts of 16 bits, the lowest first.
number <- function(x) lapply(0:3, function(k) floor(x / 2^(16 * k)) %% 65536)
constant <- function(hex) lapply(4:1, function(k) as.numeric(strtoi(substr(hex, 4 * k - 3, 4 * k), 16L)))
carried <- function(parts) {
  for (k in 1:4) {
    if (k < 4) parts[[k + 1]] <- parts[[k + 1]] + floor(parts[[k]] / 65536)
    parts[[k]] <- parts[[k]] %% 65536
  }
  parts
}
plus <- function(a, b) carried(Map(`+`, a, b))
times_ <- function(a, b) {
  parts <- list(0, 0, 0, 0)
  for (i in 1:4) for (j in 1:(5 - i)) parts[[i + j - 1]] <- parts[[i + j - 1]] + a[[i]] * b[[j]]
  carried(parts)
}
right <- function(a, by) lapply(1:4, function(k) {
  at <- k + by %/% 16
  low <- if (at <= 4) floor(a[[at]] / 2^(by %% 16)) else 0
  high <- if (at + 1 <= 4) (a[[at + 1]] * 2^(16 - by %% 16)) %% 65536 else 0
  low + high
})
exclusive <- function(a, b) Map(function(x, y) bitwXor(x + 0 * y, y + 0 * x), a, b)
mixed <- function(z) {
  z <- times_(exclusive(z, right(z, 30)), constant("BF58476D1CE4E5B9"))
  z <- times_(exclusive(z, right(z, 27)), constant("94D049BB133111EB"))
  exclusive(z, right(z, 31))
}
step <- constant("9E3779B97F4A7C15")
signs <- function(seed, streams, count) { # a stream a column: bit i of a stream is the sign of observation i
  words <- ceiling(count / 64)
  stream <- number(rep(streams, each = words))
  start <- mixed(plus(mixed(plus(number(rep(seed, length(stream[[1]]))), step)), times_(stream, constant("D1342543DE82EF95"))))
  word <- mixed(plus(start, times_(number(rep(seq_len(words) - 1, length(streams))), step)))
  bits <- do.call(rbind, lapply(word, function(part) t(outer(part, 0:15, function(p, k) floor(p / 2^k) %% 2))))
  matrix(bits, ncol = length(streams))[seq_len(count), , drop = FALSE] * 2 - 1
}
# How many errors lie as far out as so many normal deviations, where few clusters are treated and many are not: Student's t with one
# less than there are, and the error of a mean of so few (Imbens and Kolesar 2016, Review of Economics and Statistics 98).
far_out <- function(deviations, treated) {
  n <- pmax(treated, 2)
  sqrt(n / (n - 1)) * -qt(pnorm(-deviations), n - 1)
}
mine$low <- mine$estimate - far_out(qnorm(.975), mine$treated) * mine$se
mine$high <- mine$estimate + far_out(qnorm(.975), mine$treated) * mine$se
more <- function(what, group, estimate, time = NA, base = NA, se = NA, treated = NA, low = NA, high = NA)
  mine <<- rbind(mine, data.frame(what, group, time, base, estimate, se, treated, low, high))
for (g in sort(unique(first))) more("units", if (is.finite(g)) g else NA, sum(first == g))
more("treated units", NA, sum(is.finite(first)))
if (length(clusters)) more("treated clusters", NA, length(unique(clusters[[1]][is.finite(first)])))
draws <- suppressWarnings(as.integer(setting("bootstrap")))
if (length(draws) && !is.na(draws) && draws > 0 && length(clusters) < 2) {
  drawn <- function(psi) {
    moves <- if (length(clusters)) rowsum(psi, clusters[[1]]) else psi
    do.call(rbind, lapply(seq(0, draws - 1, by = 200), function(from) {
      streams <- from:min(from + 199, draws - 1)
      crossprod(signs(as.numeric(setting("seed")), streams, nrow(moves)), moves) / n
    }))
  }
  spread <- function(drawn) apply(drawn, 2, function(d) diff(quantile(d, c(.25, .75), type = 1, names = FALSE))) /
    (qnorm(.75) - qnorm(.25))
  reach <- function(drawn, spread) {
    greatest <- apply(abs(drawn) / rep(spread, each = draws), 1, max)
    max(quantile(greatest, .95, type = 1, names = FALSE), qnorm(.975))
  }
  # Cells and years together: the signs are drawn once.
  both <- drawn(do.call(cbind, c(list(psi[, real, drop = FALSE]), lapply(years$parts, `[[`, "psi"))))
  cell <- seq_len(sum(real))
  errors <- spread(both)
  more("bootstrap", cells$group[real], NA, time = cells$time[real], se = errors[cell])
  more("critical", NA, reach(both[, cell, drop = FALSE], errors[cell]))
  # The band of the event study, which holds all these years at once.
  if (length(years$levels)) {
    own <- sapply(years$parts, `[[`, "estimate")
    critical <- reach(both[, -cell, drop = FALSE], errors[-cell])
    treated <- sapply(years$parts, function(part) number_treated(part$groups))
    reach <- far_out(critical, treated) * errors[-cell]
    more("band", years$levels, own, se = errors[-cell], treated = treated, low = own - reach, high = own + reach)
    more("band", NA, critical)
  }
}
write.csv(mine, "answers-from-R.csv", row.names = FALSE)

key <- function(a) paste(a$what, a$group, a$time)
answers$found <- match(key(answers), key(mine))
missing <- answers[is.na(answers$found), ]
if (nrow(missing)) { print(missing); cat("these were not found again\n"); quit(status = 1) }
distance <- function(a, b) ifelse(is.na(a) & is.na(b), 0, abs(a - b) / pmax(abs(a), 1e-8))
columns <- c("estimate", "se", "low", "high")
far <- do.call(pmax, lapply(columns, function(name) distance(answers[[name]], mine[[name]][answers$found])))
cat(sprintf("%d numbers, the largest difference %.2g of itself\n", length(columns) * nrow(answers), max(far)))
if (is.na(max(far)) || max(far) > 1e-6) { print(answers[is.na(far) | far > 1e-6, ]); quit(status = 1) }

# What is told of the analysis elsewhere: each number is one of these answers, or says why it is not.
if (file.exists("figures.csv")) {
  told <- read.csv("figures.csv")
  asked <- told[told$answer != "", ]
  n <- pmax(mine$treated, 2)
  mine$p <- 2 * pt(-abs(mine$estimate / mine$se) * sqrt((n - 1) / n), n - 1)
  at <- match(key(data.frame(what = asked$answer, group = asked$group, time = NA)), key(mine))
  again <- mapply(function(row, column) mine[row, column], at, asked$column) * asked$times
  far <- distance(asked$value, again)
  cat(sprintf("%d of %d figures found again, the largest difference %.2g of itself\n", nrow(asked), nrow(told), max(far)))
  if (is.na(max(far)) || max(far) > 1e-6) { print(cbind(asked, again)[is.na(far) | far > 1e-6, ]); quit(status = 1) }
}
