# Makes crossed.json: logistic regressions with crossed levels of subject, face and rater by lme4's Laplace approximation
# (nAGQ = 1).
#
# Run in this folder: Rscript make_crossed_fixtures.R (lme4, jsonlite).
suppressPackageStartupMessages(library(lme4))
set.seed(41)

# `share` of all pairs of face and rater are judged.
crossed_case <- function(name, subjects, faces, raters, share, subject_sd, face_sd, rater_sd, slope_sd, formula) {
  subject <- rep(seq_len(subjects), each = faces)
  rank <- rep(sample(seq_len(5), subjects, replace = TRUE) - 3, each = faces)
  face <- seq_along(subject)
  data <- expand.grid(rater = seq_len(raters), face = face)
  data <- data[runif(nrow(data)) < share, ]
  data <- data[sample(nrow(data)), ]
  data$subject <- subject[data$face]
  data$rank <- rank[data$face]
  logit <- 0.4 + 0.3 * data$rank + rnorm(subjects, sd = subject_sd)[data$subject] +
    rnorm(length(face), sd = face_sd)[data$face] + rnorm(raters, sd = rater_sd)[data$rater] +
    rnorm(raters, sd = slope_sd)[data$rater] * data$rank
  data$outcome <- runif(nrow(data)) < plogis(logit)
  model <- glmer(formula, data, family = binomial, nAGQ = 1,
                 control = glmerControl(optimizer = "bobyqa", tolPwrss = 1e-13,
                                        optCtrl = list(rhoend = 1e-9, maxfun = 1e5)))
  deviations <- as.data.frame(VarCorr(model))
  deviation <- function(group, term) {
    value <- deviations$sdcor[sub("\\.[0-9]+$", "", deviations$grp) == group & deviations$var1 == term]
    if (length(value) == 0) 0 else value
  }
  list(name = name, subject = data$subject - 1, face = data$face - 1, rater = data$rater - 1, rank = data$rank,
       outcome = data$outcome, hasSlope = any(deviations$var1 == "rank"), coefficients = unname(fixef(model)),
       standardErrors = unname(sqrt(diag(as.matrix(vcov(model, use.hessian = TRUE))))),
       deviations = c(deviation("subject", "(Intercept)"), deviation("face", "(Intercept)"),
                      deviation("rater", "(Intercept)"), deviation("rater", "rank")),
       logLikelihood = as.numeric(logLik(model)))
}

result <- list(
  made = paste0("R ", getRversion(), ", lme4 ", packageVersion("lme4")),
  cases = list(
    crossed_case("three raters of all faces", 60, 3, 3, 1, 0.6, 1, 0.7, 0,
                 outcome ~ rank + (1 | subject) + (1 | face) + (1 | rater)),
    crossed_case("eight raters, slopes, a third of the pairs", 80, 3, 8, 0.35, 0.7, 0.8, 0.6, 0.4,
                 outcome ~ rank + (1 | subject) + (1 | face) + (rank || rater)),
    crossed_case("one face of each subject", 120, 1, 5, 0.8, 0, 1.2, 0.5, 0,
                 outcome ~ rank + (1 | face) + (1 | rater)),
    crossed_case("raters who do not differ", 60, 2, 4, 1, 0.8, 0.9, 0, 0,
                 outcome ~ rank + (1 | subject) + (1 | face) + (1 | rater))))
writeLines(jsonlite::toJSON(result, digits = 12, auto_unbox = TRUE), "crossed.json")
