# A matched comparison, again and in base R alone: nothing but R itself is needed.
#
#   Rscript run.R        reads data.csv, settings.csv and answers.csv of this folder,
#                        writes answers-from-R.csv, prints the largest difference, ends with 1 where one is above 1e-6
#
# Propensity scores, balance, weights and the effect are found again for every method. Who is compared with whom stands in
# data.csv; for nearest matching on a propensity score every choice is checked.
# Ho, Imai, King and Stuart (2011), Journal of Statistical Software 42. With MatchIt: matchit(treated ~ ..., method, distance).

options(digits = 15)
settings <- read.csv("settings.csv", colClasses = "character")
setting <- function(name) settings$value[settings$name == name]
data <- read.csv("data.csv", check.names = FALSE, stringsAsFactors = FALSE)
answers <- read.csv("answers.csv")
figures <- grep("^x\\.", names(data), value = TRUE)
kinds <- grep("^k\\.", names(data), value = TRUE)
treated <- data$treated == 1
mine <- c()

# Every figure is a column, every value of a kind another, in the order of the data's columns; those with a capital letter are
# not in the score.
columns <- list()
for (name in grep("^[xk]\\.", names(data), value = TRUE, ignore.case = TRUE)) {
  if (grepl("^[xX]", name)) columns[[length(columns) + 1]] <- data[[name]]
  else for (value in sort(unique(as.character(data[[name]])), method = "radix"))
    columns[[length(columns) + 1]] <- as.numeric(as.character(data[[name]]) == value)
}

if (setting("distance") %in% c("logit", "probit")) {
  X <- do.call(cbind, c(
    list(rep(1, nrow(data))), data[figures],
    unlist(lapply(kinds, function(name) {
      values <- sort(unique(as.character(data[[name]])), method = "radix")[-1]
      lapply(values, function(value) as.numeric(as.character(data[[name]]) == value))
    }), recursive = FALSE)
  ))
  score <- suppressWarnings(glm.fit(X, as.numeric(treated),
    family = binomial(setting("distance")), control = list(epsilon = 1e-14, maxit = 200)))$fitted.values
  mine["scores"] <- sum(score * seq_along(score)) / sum(seq_along(score))
  mine["score spread"] <- sd(score)
}

sets <- data$set
if (setting("again") == "true") {
  # One treated unit after the other takes the control with the nearest score that is left. Where scores are equal it does not
  # matter who takes whom, so every choice is checked and none is made again.
  equal <- 1e-9
  furthest <- if (setting("caliper") == "") Inf else as.numeric(setting("caliper")) * sd(score)
  t <- which(treated)
  partner <- sapply(t, function(i) if (sets[i] > 0) which(!treated & sets == sets[i]) else NA)
  own <- ifelse(is.na(partner), Inf, abs(score[t] - score[partner]))
  coarse <- round(score[t], 9)
  turn <- switch(setting("order"),
    closest = order(own), largest = order(-coarse, own), smallest = order(coarse, own), seq_along(t))
  left <- !treated
  right <- 0
  for (k in turn) {
    nearest <- min(c(Inf, abs(score[left] - score[t[k]])))
    if (is.na(partner[k])) {
      if (nearest <= furthest - equal) stop("unit ", data$unit[t[k]], " could have had a partner")
      next
    }
    if (own[k] <= nearest + equal && own[k] <= furthest + equal && left[partner[k]]) right <- right + 1
    left[partner[k]] <- FALSE
  }
  mine["pairs found again"] <- right
}

weights <- rep(0, nrow(data))
for (s in setdiff(unique(sets), 0)) {
  here <- sets == s
  weights[here & treated] <- 1
  weights[here & !treated] <- sum(here & treated) / sum(here & !treated)
}
controls <- !treated & weights > 0
weights[controls] <- weights[controls] * sum(controls) / sum(weights[controls])
mine["weights"] <- sum(weights * seq_along(weights)) / sum(seq_along(weights))

share <- function(x) all(x %in% c(0, 1))
for (i in seq_along(columns)) {
  x <- columns[[i]]
  p <- mean(x[treated])
  spread <- if (share(x)) sqrt(p * (1 - p)) else sd(x[treated])
  if (spread < 1e-8) next
  gap <- function(w) weighted.mean(x[treated], w[treated]) - weighted.mean(x[!treated], w[!treated])
  mine[paste("before", i)] <- gap(rep(1, length(x))) / spread
  mine[paste("after", i)] <- gap(weights) / spread
}

if ("outcome" %in% names(data)) {
  use <- weights > 0 & !is.na(data$outcome)
  w <- weights[use]
  y <- data$outcome[use]
  d <- treated[use]
  difference <- function(keep) weighted.mean(y[keep & d], w[keep & d]) - weighted.mean(y[keep & !d], w[keep & !d])
  cluster <- if (setting("method") %in% c("nearest", "optimal", "full")) sets[use] else seq_along(y)
  whole <- difference(rep(TRUE, length(y)))
  mine["effect"] <- whole
  # By what the effect would have been without each cluster.
  mine["se"] <- sqrt(sum(sapply(unique(cluster), function(g) whole - difference(cluster != g))^2))
}
write.csv(data.frame(name = names(mine), value = mine), "answers-from-R.csv", row.names = FALSE)

found <- mine[answers$name]
far <- abs(found - answers$value) / pmax(abs(answers$value), 1e-6)
cat(sprintf("%d numbers, the largest difference %.2g of itself\n", length(far), max(far)))
if (any(is.na(far)) || any(far > 1e-6)) { print(data.frame(answers, R = found)); quit(status = 1) }
