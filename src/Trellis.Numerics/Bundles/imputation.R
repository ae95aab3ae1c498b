# Effects as outcomes less what untreated rows say they would have been, again and in base R alone.
#
#   Rscript run.R        reads data.csv, settings.csv and answers.csv of this folder,
#                        writes answers-from-R.csv, prints the largest difference, ends with 1 where one is above 1e-6
#
# Borusyak, Jaravel and Spiess (2024), Review of Economic Studies 91. With Stata's did_imputation, clusters as named.

options(digits = 15)
settings <- read.csv("settings.csv", colClasses = "character")
setting <- function(name) settings$value[settings$name == name]
data <- read.csv("data.csv", check.names = FALSE)
answers <- read.csv("answers.csv")

unit <- match(data$unit, unique(data$unit))
untreated <- data$untreated == 1
w <- data$weight
times <- sort(unique(data$time))
ones <- outer(data$time, times, "==") * 1
x <- grep("^x\\.", names(data), value = TRUE)
X <- do.call(cbind, lapply(x, function(name) if (setting("slopes") == "time") ones * data[[name]] else data[[name]]))
Z <- cbind(ones, X)

# Units are taken out; what is left of untreated rows tells times and slopes.
total <- as.vector(tapply(w * untreated, unit, sum))
mean_of <- function(m) rowsum(as.matrix(m) * (w * untreated), unit) / total
middle <- mean_of(Z)
D <- (Z - middle[unit, ])[untreated, ]
D[, colSums(D^2) <= 1e-16 * (colSums(Z^2) + 1e-300)] <- 0
root <- sqrt(w[untreated])
Q <- qr(D * root, tol = 1e-9)
kept <- sort(Q$pivot[seq_len(Q$rank)])
Z <- Z[, kept, drop = FALSE]
middle <- middle[, kept, drop = FALSE]
Q <- qr(D[, kept, drop = FALSE] * root)
A <- chol2inv(qr.R(Q))
y <- data$outcome
beta <- qr.coef(Q, (y - mean_of(y)[unit, ])[untreated] * root)
level <- as.vector(mean_of(y - Z %*% beta))
left <- as.vector(y - level[unit] - Z %*% beta)

names <- grep("^cluster", names(data), value = TRUE)
clusters <- lapply(names, function(name) as.character(data[[name]]))
if (length(clusters) == 2) clusters <- c(clusters, list(paste(clusters[[1]], clusters[[2]])))
event <- data$time - data$group
cell <- paste(data$group, data$time)
average <- function(asked) {
  share <- ifelse(asked & !untreated, w, 0)
  share[is.na(share)] <- 0
  share <- share / sum(share)
  asks <- as.vector(rowsum(share, unit))
  right <- colSums(share * Z) - colSums(asks * middle)
  lambda <- A %*% right
  own <- as.vector(asks / total - middle %*% lambda)
  v <- as.vector(-w * (own[unit] + Z %*% lambda))
  moved <- ifelse(untreated, v * left, 0)
  # A treated row beside its group and time, by the weight of its cluster in them times its own.
  for (c in unique(cell[share > 0])) {
    here <- which(cell == c & share > 0)
    together <- ave(share[here], clusters[[1]][here], FUN = sum) * share[here]
    moved[here] <- share[here] * (left[here] - sum(together * left[here]) / sum(together))
  }
  squares <- sapply(clusters, function(of) sum(rowsum(moved, of)^2))
  variance <- if (length(squares) == 3) squares[1] + squares[2] - squares[3] else squares[1]
  c(sum(share * left), if (variance >= 0) sqrt(variance) else NA)
}
mine <- t(sapply(seq_len(nrow(answers)), function(i) {
  a <- answers[i, ]
  switch(a$what,
    cell = average(data$group == a$group & data$time == a$at),
    event = average(event == a$at),
    group = average(data$group == a$group & event >= 0),
    att = average(event >= 0)
  )
}))
mine <- data.frame(answers[, c("what", "group", "at")], estimate = mine[, 1], se = mine[, 2])
write.csv(mine, "answers-from-R.csv", row.names = FALSE)

stated <- c(answers$estimate, answers$se[!is.na(answers$se)])
found <- c(mine$estimate, mine$se[!is.na(answers$se)])
far <- abs(found - stated) / pmax(abs(stated), 1e-3)
cat(sprintf("%d numbers, the largest difference %.2g of itself\n", length(far), max(far)))
if (anyNA(far) || any(far > 1e-6)) { print(data.frame(answers, R = mine$estimate, R.se = mine$se)); quit(status = 1) }
