# Values that the tests of quizzes/psychometrics compare with, computed in R.
#
#   Rscript make_reference.R      run in this folder; writes data/*.csv and reference.json
#
# Where a package of R has the statistic, the package computes it (psych, eRm, psychotools, mvtnorm, stats); else base R
# does, by the defining formula. README.md says which is which, and where each data set comes from.

suppressMessages({
  library(psych)
  library(eRm)
  library(psychotools)
})
options(digits = 17, warn = 1)

save_data <- function(name, frame) {
  write.csv(frame, file.path("data", paste0(name, ".csv")), row.names = FALSE, quote = FALSE, na = "")
  frame
}
patterns <- function(table) {  # people with the same answers in one line
  counted <- aggregate(list(people = rep(1, nrow(table))), by = as.data.frame(table), FUN = sum)
  counted[do.call(order, counted[colnames(table)]), ]
}
bare <- function(x) unname(as.vector(x))

# Data ---------------------------------------------------------------------------------------------------------

data(bock, package = "psych")
data("VerbalAggression", package = "psychotools")
colnames(lsat6) <- colnames(lsat7) <- paste0("q", 1:5)
invisible(save_data("lsat6", patterns(lsat6)))
invisible(save_data("lsat7", patterns(lsat7)))
aggression <- VerbalAggression$resp
save_data("verbal_aggression", data.frame(male = as.integer(VerbalAggression$gender == "male"), aggression)) |> invisible()
invisible(save_data("attitude", attitude))
invisible(save_data("sleep", data.frame(one = sleep$extra[sleep$group == 1], two = sleep$extra[sleep$group == 2])))
young <- MASS::anorexia[MASS::anorexia$Treat %in% c("CBT", "Cont"), ]
young <- data.frame(treated = as.integer(young$Treat == "CBT"), before = young$Prewt, after = young$Postwt)
invisible(save_data("anorexia", young))
pefr <- save_data("pefr", data.frame(
  large = c(494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427),
  mini = c(512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451)
))
judges <- save_data("shrout_fleiss", data.frame(
  j1 = c(9, 6, 8, 7, 10, 6), j2 = c(2, 1, 4, 1, 5, 2), j3 = c(5, 3, 6, 2, 6, 4), j4 = c(8, 2, 8, 6, 9, 7)
))
units <- save_data("krippendorff", data.frame(
  a = c(1, 2, 3, 3, 2, 1, 4, 1, 2, NA, NA, NA), b = c(1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NA, 3),
  c = c(NA, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NA), d = c(1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NA)
))
journals <- save_data("citations", data.frame(
  better = c(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3), worse = c(1, 2, 3, 0, 2, 3, 0, 1, 3, 0, 1, 2),
  times = c(730, 498, 221, 33, 68, 17, 320, 813, 142, 284, 276, 325)
))

# Items and reliability (psych) --------------------------------------------------------------------------------

feldt <- function(a, n, k) 1 - (1 - a) * qf(c(.975, .025), n - 1, (n - 1) * (k - 1))
wilson <- function(x, n, level = .95) {  # stats::prop.test without the correction for continuity
  bare(suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int)
}
t_interval <- function(x, level = .95) bare(t.test(x, conf.level = level)$conf.int)

paper <- function(x, maximum) {
  x <- as.matrix(x)
  n <- nrow(x); k <- ncol(x)
  a <- suppressWarnings(psych::alpha(as.data.frame(x), check.keys = FALSE, warnings = FALSE))
  total <- rowSums(x)
  rest_r <- sapply(1:k, function(j) cor.test(x[, j], total - x[, j])$conf.int)
  ss <- anova(lm(c(x) ~ factor(rep(1:n, k)) + factor(rep(1:k, each = n))))
  residual <- ss["Residuals", "Mean Sq"]; df <- (n - 1) * (k - 1)
  covariance <- cov(x)
  shared <- sum(covariance) - sum(diag(covariance))
  list(
    facility = bare(a$item.stats$mean) / maximum,
    facility_interval = lapply(1:k, function(j) {
      if (maximum == 1) wilson(sum(x[, j]), n) else t_interval(x[, j]) / maximum
    }),
    sd = bare(a$item.stats$sd),
    correlation = bare(a$item.stats$r.drop),
    correlation_interval = lapply(1:k, function(j) bare(rest_r[, j])),
    alpha = a$total$raw_alpha,
    alpha_interval = bare(unlist(a$feldt[c("lower.ci", "upper.ci")])),
    alpha_if_dropped = bare(a$alpha.drop$raw_alpha),
    alpha_if_dropped_interval = lapply(a$alpha.drop$raw_alpha, function(one) feldt(one, n, k - 1)),
    lambda2 = (shared + sqrt(k / (k - 1) * (sum(covariance^2) - sum(diag(covariance)^2)))) / sum(covariance),
    sem = sd(total) * sqrt(1 - a$total$raw_alpha),
    sem_interval = sqrt(k * residual * df / qchisq(c(.975, .025), df))
  )
}

# Upper-lower index, options, Moodle: base R by the definitions ------------------------------------------------

upper_lower <- function(x, maximum) {
  total <- rowSums(x); n <- nrow(x); g <- max(1, floor(.27 * n + .5))
  weights <- function(t) {
    line <- sort(t, decreasing = TRUE)[g]
    ifelse(t > line, 1, ifelse(t == line, (g - sum(t > line)) / sum(t == line), 0))
  }
  bare((colSums(x * weights(total)) - colSums(x * weights(-total))) / g / maximum)
}
options_of <- function(x, j) {
  total <- rowSums(x); chosen <- x[, j]
  lapply(sort(unique(chosen)), function(o) list(
    option = o, count = sum(chosen == o), correlation = cor(chosen == o, total - chosen),
    mean_total = mean(total[chosen == o])
  ))
}
moodle <- function(x, maximum) {
  total <- rowSums(x); k <- ncol(x); rest <- total - x
  with_total <- apply(x, 2, cov, y = total)
  roots <- ifelse(with_total >= 0, sqrt(abs(with_total)), 0)
  cic <- 100 * k / (k - 1) * (1 - sum(apply(x, 2, var)) / var(total))
  list(
    facility = bare(100 * colMeans(x) / maximum),
    discrimination_index = sapply(1:k, function(j) 100 * cor(x[, j], rest[, j])),
    discriminative_efficiency = sapply(1:k, function(j) {
      100 * cov(x[, j], rest[, j]) / cov(sort(x[, j]), sort(rest[, j]))
    }),
    effective_weight = bare(100 * roots / sum(roots)),
    cic = cic, error_ratio = 100 * sqrt(1 - cic / 100), standard_error = sqrt(1 - cic / 100) * sd(total)
  )
}

# Boundaries (mvtnorm), regression, gains ----------------------------------------------------------------------

below <- function(h, k, r) {
  mvtnorm::pmvnorm(upper = c(h, k), corr = matrix(c(1, r, r, 1), 2), algorithm = mvtnorm::TVPACK(1e-14))[1]
}
same_side <- function(h, k, r) 1 - pnorm(h) - pnorm(k) + 2 * below(h, k, r)
boundary <- function(cut, mean, sd, r) {
  z <- (cut - .5 - mean) / sd
  list(cut = cut, mean = mean, sd = sd, r = r, consistency = same_side(z, z, r),
       accuracy = same_side(z, z / sqrt(r), sqrt(r)))
}
below_cut <- function(cut, mean, sd, r) {
  part <- function(x) x * dnorm(x, mean, sd)
  share <- pnorm(cut, mean, sd)
  first <- integrate(part, mean - 40 * sd, cut, rel.tol = 1e-12, subdivisions = 2000)$value / share
  list(cut = cut, mean = mean, sd = sd, r = r, share = share, first_mean = first, rise = (1 - r) * (mean - first))
}
gain <- function(before, after) {
  test <- t.test(after, before, paired = TRUE)
  n <- length(before); s2 <- (var(before) + var(after)) / 2
  d <- mean(after - before) / sqrt(s2)
  se <- sqrt(d^2 * (var(before)^2 + var(after)^2 + 2 * cor(before, after)^2 * var(before) * var(after)) /
               (8 * (n - 1) * s2^2) + var(after - before) / ((n - 1) * s2))
  retest <- cor.test(before, after)
  spread <- var(after - before) / 2
  list(change = bare(test$estimate), change_interval = bare(test$conf.int), d_av = d, d_av_se = se,
       retest = bare(retest$estimate), retest_interval = bare(retest$conf.int), retest_sem = sqrt(spread),
       retest_sem_interval = sqrt(spread * (n - 1) / qchisq(c(.975, .025), n - 1)))
}
two_groups <- function(one, two) {
  test <- t.test(two, one, var.equal = TRUE)
  n1 <- length(one); n2 <- length(two); df <- n1 + n2 - 2
  t <- bare(test$statistic); scale <- sqrt(1 / n1 + 1 / n2)
  ncp <- sapply(c(.975, .025), function(p) {
    uniroot(function(l) pt(t, df, l) - p, c(t - 6, t + 6), tol = 1e-14, maxiter = 10000)$root
  })
  j <- exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)
  list(difference = mean(two) - mean(one), difference_interval = bare(test$conf.int), d = t * scale,
       d_interval = ncp * scale, g = j * t * scale)
}
ancova <- function(before, after, group) {
  fit <- lm(after ~ before + group)
  list(difference = bare(coef(fit)["group"]), difference_interval = bare(confint(fit)["group", ]),
       slope = bare(coef(fit)["before"]), slope_interval = bare(confint(fit)["before", ]),
       se = coef(summary(fit))["group", "Std. Error"])
}

# Markers (psych) ----------------------------------------------------------------------------------------------

# The SE of psych 2.2.9 takes row sums of weights where Fleiss, Cohen and Everitt take weighted sums of margins, so the
# SE here is the delta method itself, with numerical derivatives of kappa by the cells of the table.
kappa_se <- function(table) {
  n <- sum(table); k <- nrow(table); weights <- 1 - (row(table) - col(table))^2 / (k - 1)^2
  kappa <- function(p) {
    p <- matrix(p, k); chance <- sum(weights * outer(rowSums(p), colSums(p)))
    (sum(weights * p) - chance) / (1 - chance)
  }
  p <- c(table) / n; slope <- numDeriv::grad(kappa, p)
  sqrt((sum(p * slope^2) - sum(p * slope)^2) / n)
}
markers <- function(one, two) {
  kappa <- psych::cohen.kappa(cbind(one, two))
  n <- length(one); d <- two - one; z <- qnorm(.975)
  se <- sd(d) * sqrt(1 / n + z^2 / (2 * (n - 1)))
  limits <- mean(d) + c(-z, z) * sd(d)
  levels <- sort(unique(c(one, two)))
  list(exact = mean(one == two), exact_interval = wilson(sum(one == two), n), within_one = mean(abs(d) <= 1),
       leniency = mean(d), leniency_interval = t_interval(d), kappa = kappa$weighted.kappa,
       kappa_se = kappa_se(table(factor(one, levels), factor(two, levels))), limits = limits, half_of_limits = qt(.975, n - 1) * se)
}
icc <- function(x) {
  row <- psych::ICC(x, lmer = FALSE)$results["Single_random_raters", ]
  list(icc = row$ICC, interval = c(row[["lower bound"]], row[["upper bound"]]))
}
krippendorff <- function(x, distance) {  # by pairs of marks, without a coincidence matrix
  x <- as.matrix(x)
  x <- x[rowSums(!is.na(x)) >= 2, ]
  all_marks <- x[!is.na(x)]
  observed <- sum(apply(x, 1, function(row) {
    row <- row[!is.na(row)]
    sum(outer(row, row, Vectorize(function(a, b) distance(a, b, all_marks)))) / (length(row) - 1)
  })) / length(all_marks)
  expected <- sum(outer(all_marks, all_marks, Vectorize(function(a, b) distance(a, b, all_marks))))
  1 - observed / (expected / (length(all_marks) * (length(all_marks) - 1)))
}
nominal <- function(a, b, all) as.numeric(a != b)
ordinal <- function(a, b, all) {
  (sum(all >= min(a, b) & all <= max(a, b)) - (sum(all == a) + sum(all == b)) / 2)^2
}
interval <- function(a, b, all) (a - b)^2

# Comparative judgement (stats::glm) ---------------------------------------------------------------------------

bradley_terry <- function(better, worse, times, m, prior) {
  basis <- rbind(diag(m - 1), -1)  # places that sum to 0
  rows <- t(sapply(seq_along(better), function(i) (1:m == better[i] + 1) - (1:m == worse[i] + 1)))
  y <- rep(1, length(better)); w <- times
  if (prior > 0) {
    rows <- rbind(rows, diag(m), diag(m)); y <- c(y, rep(1, m), rep(0, m)); w <- c(w, rep(prior, 2 * m))
  }
  fit <- suppressWarnings(glm(y ~ 0 + I(rows %*% basis), family = binomial, weights = w, epsilon = 1e-14, maxit = 100))
  place <- bare(basis %*% coef(fit)); covariance <- basis %*% vcov(fit) %*% t(basis)
  se <- sqrt(diag(covariance))
  p <- plogis(place[better + 1] - place[worse + 1])
  list(place = place, se = se, ssr = (var(place) - mean(se^2)) / var(place),
       infit = sum(times * (1 - p)^2) / sum(times * p * (1 - p)))
}
set.seed(19)
decisions <- t(combn(0:11, 2))[rep(1:66, 2), ]
strength <- rnorm(12, sd = 1.5)
first <- runif(132) < plogis(strength[decisions[, 1] + 1] - strength[decisions[, 2] + 1])
decisions <- save_data("decisions", data.frame(
  better = ifelse(first, decisions[, 1], decisions[, 2]), worse = ifelse(first, decisions[, 2], decisions[, 1])
))

# Rasch (eRm, psychotools), DIF (stats) ------------------------------------------------------------------------

rasch <- function(x, people = TRUE) {
  fit <- RM(x, sum0 = TRUE)
  standing <- person.parameter(fit)
  fits <- itemfit(standing)
  table <- standing$theta.table
  list(difficulty = bare(-fit$betapar), se = bare(fit$se.beta), log_likelihood = fit$loglik,
       infit = bare(fits$i.infitMSQ), outfit = bare(fits$i.outfitMSQ), separation = bare(SepRel(standing)$sep.rel),
       people = if (people) bare(ifelse(table$Interpolated, NA, table[["Person Parameter"]])),
       by_psychotools = {
         other <- raschmodel(x, reltol = 1e-14, maxit = 500)
         bare(coef(itempar(other, ref = seq_len(ncol(x)))))
       })
}
mantel_haenszel <- function(x, focal) {
  total <- rowSums(x)
  alone <- total %in% as.numeric(names(which(table(total) < 2)))
  x <- x[!alone, ]; focal <- focal[!alone]; total <- total[!alone]
  t(sapply(1:ncol(x), function(j) {
    test <- mantelhaen.test(table(factor(focal, 0:1), factor(x[, j], 1:0), total), correct = FALSE)
    log_odds <- log(bare(test$estimate))
    se <- diff(log(bare(test$conf.int))) / (2 * qnorm(.975))
    c(delta = -2.35 * log_odds, se = 2.35 * se)
  })) |> as.data.frame()
}

# Everything ---------------------------------------------------------------------------------------------------

wants <- 1 * (aggression > 0)
male <- as.integer(VerbalAggression$gender == "male")
by_design <- wants[, 1:12]
by_design[seq(1, nrow(wants), 2), 1:4] <- NA
by_design[seq(2, nrow(wants), 2), 9:12] <- NA
usable <- by_design[apply(by_design, 1, function(r) sum(r, na.rm = TRUE) %in% 1:7), ]

reference <- list(
  made_with = c(R.version.string, sapply(c("psych", "eRm", "psychotools", "mvtnorm"), function(p) {
    paste(p, as.character(packageVersion(p)))
  })),
  papers = list(lsat6 = paper(lsat6, 1), lsat7 = paper(lsat7, 1), attitude = paper(attitude, 100),
                aggression = paper(aggression, 2)),
  upper_lower = list(lsat7 = upper_lower(lsat7, 1), aggression = upper_lower(aggression, 2)),
  options = options_of(aggression, 1),
  moodle = list(lsat6 = moodle(lsat6, 1), aggression = moodle(aggression, 2), attitude = moodle(attitude, 100)),
  wilson = lapply(list(c(0, 7), c(7, 7), c(12, 20), c(6, 10), c(1, 300)), function(x) {
    list(right = x[1], n = x[2], interval = wilson(x[1], x[2]), interval_90 = wilson(x[1], x[2], .9))
  }),
  boundaries = list(boundary(16, 15.2, 4.26, .61), boundary(8, 8.5, 2.1, .85), boundary(20, 10, 5, .3)),
  below_cut = list(below_cut(40, 50, 10, .7), below_cut(12, 15, 4, .85)),
  gain = gain(sleep$extra[sleep$group == 1], sleep$extra[sleep$group == 2]),
  gain_anorexia = gain(young$before, young$after),
  two_groups = two_groups(young$after[young$treated == 0], young$after[young$treated == 1]),
  ancova = ancova(young$before, young$after, young$treated),
  markers = markers(aggression[, 1], aggression[, 2]),
  pefr = markers(pefr$large, pefr$mini)[c("leniency", "leniency_interval", "limits", "half_of_limits")],
  icc = list(shrout_fleiss = icc(judges), attitude = icc(attitude)),
  krippendorff = list(
    nominal = krippendorff(units, nominal), ordinal = krippendorff(units, ordinal),
    interval = krippendorff(units, interval), attitude = krippendorff(attitude, interval),
    attitude_ordinal = krippendorff(attitude, ordinal)
  ),
  bradley_terry = list(
    citations = bradley_terry(journals$better, journals$worse, journals$times, 4, 0),
    decisions = bradley_terry(decisions$better, decisions$worse, rep(1, 132), 12, .5)
  ),
  rasch = list(lsat6 = rasch(lsat6, FALSE), aggression = rasch(wants), by_design = rasch(usable, FALSE)),
  dif = mantel_haenszel(wants, male)
)
writeLines(jsonlite::toJSON(reference, digits = NA, auto_unbox = TRUE, na = "null", pretty = 1), "reference.json")
