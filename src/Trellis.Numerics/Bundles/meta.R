# A synthesis of estimates, again and in base R alone: nothing but R itself is needed.
#
#   Rscript run.R        reads data.csv, settings.csv and answers.csv of this folder,
#                        writes answers-from-R.csv, prints the largest difference, ends with 1 where one is above 1e-6
#
# Hedges and Olkin (1985); DerSimonian and Laird (1986); Viechtbauer (2005), Journal of Educational and Behavioral
# Statistics 30; Knapp and Hartung (2003). With metafor: rma(yi, vi, method, test = "knha" or "z").

options(digits = 15)
settings <- read.csv("settings.csv", colClasses = "character")
setting <- function(name) settings$value[settings$name == name]
data <- read.csv("data.csv", check.names = FALSE)
answers <- read.csv("answers.csv")
method <- setting("method")
adjust <- identical(setting("knha"), "true")
sure <- 1 - (1 - as.numeric(setting("level"))) / 2
shared <- grep("^cov[0-9]+$", names(data), value = TRUE)
levels <- setdiff(names(data), c("yi", "vi", shared))
y <- data$yi
v <- data$vi
k <- length(y)
errors <- if (length(shared) > 0) as.matrix(data[shared]) else diag(v, k) # of sampling; studies that share controls vary together

pooled <- function(w) sum(w * y) / sum(w)
q_of <- function(tau2) { w <- 1 / (v + tau2); sum(w * (y - pooled(w))^2) }
q_shared <- function() { W <- solve(errors); r <- y - sum(W %*% y) / sum(W); as.vector(r %*% W %*% r) }
root <- function(f) { # of a falling function, 0 where it begins below 0
  if (f(0) <= 0) return(0)
  high <- max(var(y), 1e-8)
  while (f(high) > 0) high <- 2 * high
  uniroot(f, c(0, high), tol = 1e-14)$root
}
loglik <- function(tau2, restricted) {
  w <- 1 / (v + tau2)
  -.5 * (sum(log(v + tau2)) + (if (restricted) log(sum(w)) else 0) + sum(w * (y - pooled(w))^2))
}
slope <- function(restricted) function(tau2) { # of the likelihood, so that its root is exact where a search is not
  w <- 1 / (v + tau2)
  sum(w^2 * (y - pooled(w))^2) - sum(w) + (if (restricted) sum(w^2) / sum(w) else 0)
}
w0 <- 1 / v
between <- function() switch(method,
  EE = 0, FE = 0,
  DL = max(0, (q_of(0) - (k - 1)) / (sum(w0) - sum(w0^2) / sum(w0))),
  HE = max(0, var(y) - mean(v)),
  HS = max(0, (q_of(0) - k) / sum(w0)),
  PM = root(function(t) q_of(t) - (k - 1)),
  EB = root(function(t) q_of(t) - (k - 1)),
  SJ = {
    t0 <- mean((y - mean(y))^2)
    w <- 1 / (v / t0 + 1)
    sum(w * (y - pooled(w))^2) / (k - 1)
  },
  REML = root(slope(TRUE)),
  ML = root(slope(FALSE)),
  stop("there is no method ", method)
)

mine <- c()
if (length(levels) == 0) {
  tau2 <- between()
  w <- 1 / (v + tau2)
  estimate <- pooled(w)
  se <- sqrt(1 / sum(w))
  df <- Inf
  if (adjust) {
    se <- sqrt(sum(w * (y - estimate)^2) / (k - 1) / sum(w))
    df <- k - 1
  }
  quantile <- qt(sure, df)
  mine <- c(
    estimate = estimate, se = se, ciLow = estimate - quantile * se, ciHigh = estimate + quantile * se, tau2 = tau2, QE = q_of(0),
    predictionLow = estimate - quantile * sqrt(se^2 + tau2), predictionHigh = estimate + quantile * sqrt(se^2 + tau2)
  )
} else {
  # Levels within levels, the outer first: the likelihood over the covariance as it is written down.
  nested <- Reduce(function(a, b) paste(a, b), data[levels], accumulate = TRUE)
  together <- lapply(nested, function(name) outer(name, name, "==") * 1)
  likelihood <- function(s) {
    V <- errors + Reduce(`+`, Map(`*`, s, together))
    U <- chol(V)
    Wi <- chol2inv(U)
    sum_w <- sum(Wi)
    m <- sum(Wi %*% y) / sum_w
    r <- y - m
    sum(log(diag(U))) + (if (method == "REML") .5 * log(sum_w) else 0) + .5 * as.vector(r %*% Wi %*% r)
  }
  fit <- list(par = rep(max(var(y), 1e-4) / length(levels), length(levels)))
  if (method == "EE") fit$par <- 0 * fit$par else for (round in 1:5)
    fit <- nlminb(fit$par, likelihood, lower = 0, control = list(rel.tol = 1e-15, x.tol = 1e-12, abs.tol = 0))
  V <- errors + Reduce(`+`, Map(`*`, fit$par, together))
  Wi <- solve(V)
  estimate <- sum(Wi %*% y) / sum(Wi)
  se <- sqrt(1 / sum(Wi))
  mine <- c(estimate = estimate, se = se, ciLow = estimate - qnorm(sure) * se, ciHigh = estimate + qnorm(sure) * se, QE = q_shared())
  mine[paste0("sigma2_", seq_along(levels))] <- fit$par
}
write.csv(data.frame(name = names(mine), value = mine), "answers-from-R.csv", row.names = FALSE)

found <- mine[answers$name]
far <- abs(found - answers$value) / pmax(abs(answers$value), 1e-3)
cat(sprintf("%d numbers, the largest difference %.2g of itself\n", length(far), max(far)))
# A variance is flat at its best: it is found to fewer digits than what rests on it.
most <- ifelse(grepl("^(tau2|sigma2)", answers$name), 1e-5, 1e-6)
if (any(is.na(far)) || any(far > most)) { print(data.frame(answers, R = found)); quit(status = 1) }
