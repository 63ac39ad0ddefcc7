#!/usr/bin/env Rscript
# Computes the main results of a Smilestone run again, from its predictions, and compares them with what
# the run found (main-results.csv):
#
#   Rscript analysis.R
#
# Needs R 4.0 or later, clubSandwich for the trend and lme4 for the mixed models; what is not installed is
# left out and said so. Ends with status 1 where a number differs.

arguments <- commandArgs(trailingOnly = FALSE)
script <- sub("^--file=", "", grep("^--file=", arguments, value = TRUE))
here <- if (length(script)) dirname(normalizePath(script)) else getwd()

has <- function(package) {
  found <- requireNamespace(package, quietly = TRUE)
  if (!found) cat("Left out: the package ", package, " is not installed.\n", sep = "")
  found
}

# The table, or the tables of all participants of a BIDS folder.
read_predictions <- function(folder) {
  file <- file.path(folder, "predictions.csv")
  if (file.exists(file)) return(read.csv(file, na.strings = "", encoding = "UTF-8"))
  files <- Sys.glob(file.path(dirname(folder), "sub-*", "beh", "*_task-expression_beh.tsv"))
  if (!length(files)) stop("There are no predictions beside ", folder, ".")
  do.call(rbind, lapply(files, read.delim, na.strings = "n/a", encoding = "UTF-8"))
}

found <- read.csv(file.path(here, "main-results.csv"), na.strings = "", encoding = "UTF-8")
faces <- read_predictions(here)
faces <- faces[faces$split == "test" & !is.na(faces$correct), ]
# All groups in the run's order, the youngest first; those without faces keep their rank.
groups <- unique(found$age_group[!is.na(found$age_group)])
faces$rank <- match(faces$age_group, groups)

is_different <- FALSE
compare <- function(what, own, theirs, tolerance = 1e-6) {
  same <- abs(own - theirs) <= tolerance * max(1, abs(theirs))
  if (is.na(same) || !same) is_different <<- TRUE
  cat(sprintf("  %-34s R %.6g   run %.6g%s\n", what, own, theirs, if (isTRUE(same)) "" else "   DIFFERENT"))
}

mixed_model <- function(formula, data) {
  lme4::glmer(formula, data = data, family = binomial, nAGQ = 25,
    control = lme4::glmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9)))
}

for (model in unique(found$model)) {
  own <- faces[faces$model == model, ]
  cat("\nThe ", model, " model\n", sep = "")

  accuracies <- found[found$model == model & found$quantity == "accuracy", ]
  for (row in seq_len(nrow(accuracies))) {
    group <- accuracies$age_group[row]
    part <- if (is.na(group)) own else own[own$age_group %in% group, ]
    name <- if (is.na(group)) "all faces" else group
    compare(paste0("faces, ", name), nrow(part), accuracies$n[row])
    if (nrow(part)) compare(paste0("accuracy, ", name), mean(part$correct), accuracies$value[row])
  }

  # A line through the groups' ranks, with errors that hold where faces of one person are alike:
  # CR2 (Bell & McCaffrey 2002; Pustejovsky & Tipton 2018).
  trend <- found[found$model == model & found$quantity == "trend", ]
  in_groups <- own[!is.na(own$rank), ]
  if (nrow(trend) == 1 && grepl("CR2", trend$method) && has("clubSandwich")) {
    line <- lm(correct ~ rank, data = in_groups)
    test <- clubSandwich::coef_test(
      line, vcov = "CR2", cluster = in_groups$cluster, test = "Satterthwaite")[2, ]
    interval <- test$beta + c(-1, 1) * qt(0.975, test$df) * test$SE
    compare("trend, change a group", test$beta, trend$value)
    compare("trend, lower bound", interval[1], trend$lower)
    compare("trend, upper bound", interval[2], trend$upper)
    compare("trend, p", test$p_Satt, trend$p_value)
  }

  # A logistic model of age with a level for each person, which the export has computed too. Both integrate
  # numerically, and lme4 differences its likelihood for the standard errors: hence the tolerances.
  mixed <- found[found$model == model & found$quantity == "mixed model of age", ]
  persons <- found[found$model == model & found$quantity == "mixed model of age, persons", ]
  if (nrow(mixed) == 1 && has("lme4")) {
    aged <- own[!is.na(own$age), ]
    aged$decades <- (aged$age - mean(aged$age)) / 10
    fit <- mixed_model(correct ~ decades + (1 | cluster), aged)
    effect <- coef(summary(fit))["decades", ]
    compare("mixed model, faces", nrow(aged), mixed$n)
    compare("mixed model, log odds of ten years", effect[[1]], mixed$value, 1e-3)
    compare("mixed model, lower bound", effect[[1]] - qnorm(0.975) * effect[[2]], mixed$lower, 5e-3)
    compare("mixed model, upper bound", effect[[1]] + qnorm(0.975) * effect[[2]], mixed$upper, 5e-3)
    compare("mixed model, p", effect[[4]], mixed$p_value, 5e-3)
    compare("mixed model, deviation of persons", attr(lme4::VarCorr(fit)$cluster, "stddev"),
      persons$value, 2e-3)
  }

  # Children of known age: how the odds of a correct prediction change as one grows, and between them.
  within <- found[found$model == model & found$quantity == "within children", ]
  between <- found[found$model == model & found$quantity == "between children", ]
  if (nrow(within) == 1 && "subject" %in% names(own) && has("lme4")) {
    children <- own[!is.na(own$age) & is.na(own$age_sd) & !is.na(own$subject) &
      own$rank < match(within$age_group, groups), ]
    if (nrow(children) == within$n) {
      children$mean_age <- ave(children$age, children$cluster)
      children$deviation <- children$age - children$mean_age
      children$mean_age <- children$mean_age - mean(children$mean_age)
      terms <- if (length(unique(children$emotion)) > 1) " + emotion" else ""
      fit <- mixed_model(as.formula(paste0("correct ~ mean_age + deviation", terms, " + (1 | cluster)")),
        children)
      odds <- exp(lme4::fixef(fit))
      compare("children, odds within a year", odds[["deviation"]], within$value, 1e-3)
      compare("children, odds between a year", odds[["mean_age"]], between$value, 1e-3)
    } else {
      cat("  The run's model of children has ", within$n, " of ", nrow(children),
        " faces, those of emotions that all ages have: not compared.\n", sep = "")
    }
  }
}

cat(if (is_different) "\nSome numbers differ.\n" else "\nAll compared numbers agree.\n")
quit(status = if (is_different) 1 else 0)
