# Effects by cohort and event time beside effects of units and times, again and in base R alone.
#
#   Rscript run.R        reads data.csv, settings.csv and answers.csv of this folder,
#                        writes answers-from-R.csv, prints the largest difference, ends with 1 where one is above 1e-6
#
# Sun and Abraham (2021), Journal of Econometrics 225. With the package fixest, where every cohort is seen in the reference:
# feols(outcome ~ x + sunab(group, time) | unit + time, data, weights = ~weight, cluster = ~cluster1).

options(digits = 15)
settings <- read.csv("settings.csv", colClasses = "character")
setting <- function(name) settings$value[settings$name == name]
data <- read.csv("data.csv", check.names = FALSE)
answers <- read.csv("answers.csv")
data$group[is.na(data$group)] <- Inf

unit <- match(data$unit, unique(data$unit))
w <- data$weight
n <- nrow(data)
without_units <- function(m) {
  m <- as.matrix(m)
  left <- m - (rowsum(m * w, unit) / as.vector(rowsum(w, unit)))[unit, , drop = FALSE]
  # What units say altogether leaves rounding, which is no column.
  nothing <- colSums(left^2) <= 1e-16 * (colSums(sweep(m, 2, colMeans(m))^2) + 1e-12 * colSums(m^2))
  left[, nothing] <- 0
  left
}
ones <- function(of, values, prefix) {
  m <- outer(of, values, "==") * 1
  m[is.na(m)] <- 0
  colnames(m) <- paste0(prefix, values)
  m
}

times <- sort(unique(data$time))
x <- grep("^x\\.", names(data), value = TRUE)
slopes <- setting("slopes")
X <- do.call(cbind, lapply(x, function(name) switch(slopes,
  same = matrix(data[[name]], dimnames = list(NULL, name)),
  time = ones(data$time, times, paste0(name, ":")) * data[[name]],
  cohort = ones(ifelse(is.na(data$cohort), Inf, data$cohort), sort(unique(c(data$cohort, Inf))), paste0(name, ":")) * data[[name]]
)))
key <- ifelse(is.na(data$event), NA, paste(data$event, data$group))
cells <- unique(data.frame(event = data$event, group = data$group, key = key)[!is.na(key), ])
cells <- cells[order(cells$event, cells$group), ]
M <- without_units(cbind(ones(data$time, times, "time"), X, ones(key, cells$key, "")))

root <- sqrt(w)
Q <- qr(M * root, tol = 1e-9)
kept <- sort(Q$pivot[seq_len(Q$rank)])
M <- M[, kept]
y <- without_units(data$outcome)
Q <- qr(M * root)
beta <- qr.coef(Q, y * root)[, 1]
e <- as.vector(y - M %*% beta)
bread <- chol2inv(qr.R(Q))

# Small samples as fixest counts them: levels of units and times that lie within clusters are no parameters.
clusters <- lapply(grep("^cluster", names(data), value = TRUE), function(name) match(data[[name]], unique(data[[name]])))
within <- function(of) any(sapply(clusters, function(c) all(tapply(c, of, function(v) length(unique(v)) == 1))))
effects <- list(unit, match(data$time, times))
size <- sapply(effects, function(of) length(unique(of)))
nested <- sapply(effects, within)
named <- !startsWith(colnames(M), "time")
K <- sum(named) + if (all(nested)) 1 else sum(size) - 1 - sum((size - 1)[nested])
G <- min(sapply(clusters, max))
meat <- function(of) crossprod(rowsum(M * (w * e), of))
both <- if (length(clusters) == 2) {
  crossed <- paste(clusters[[1]], clusters[[2]])
  meat(clusters[[1]]) + meat(clusters[[2]]) - meat(crossed)
} else meat(clusters[[1]])
V <- bread %*% both %*% bread * (n - 1) / (n - K) * G / (G - 1)
# By two variables of clusters a variance may come out below 0: negative eigenvalues are then put to 0, as fixest does.
if (length(clusters) == 2 && any(diag(V)[named] < 0)) {
  parts <- eigen(V[named, named], symmetric = TRUE)
  V[named, named] <- parts$vectors %*% (pmax(parts$values, 0) * t(parts$vectors))
}

weight <- tapply(w[!is.na(key)], key[!is.na(key)], sum)
of <- match(cells$key, colnames(M))
average <- function(which) {
  which <- which & !is.na(of)
  share <- weight[cells$key[which]]
  share <- as.vector(share / sum(share))
  c(sum(share * beta[of[which]]), sqrt(as.vector(share %*% V[of[which], of[which]] %*% share)))
}
mine <- t(sapply(seq_len(nrow(answers)), function(i) with(answers[i, ], switch(what,
  cell = average(cells$group == group & cells$event == at),
  event = average(cells$event == at),
  group = average(cells$group == group & cells$event >= 0),
  att = average(cells$event >= 0)
))))
mine <- data.frame(answers[, c("what", "group", "at")], estimate = mine[, 1], se = mine[, 2])
write.csv(mine, "answers-from-R.csv", row.names = FALSE)

found <- c(mine$estimate, mine$se)
stated <- c(answers$estimate, answers$se)
far <- abs(found - stated) / pmax(abs(stated), 1e-3)
cat(sprintf("%d numbers, the largest difference %.2g of itself\n", length(far), max(far)))
if (anyNA(far) || any(far > 1e-6)) { print(data.frame(answers, R = mine$estimate, R.se = mine$se)); quit(status = 1) }
