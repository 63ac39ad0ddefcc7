# Makes mixed.json: random-intercept logistic regressions by lme4's adaptive quadrature, and individuals'
# likelihoods of ages of change by dense Gauss-Hermite quadrature.
#
# Run in this folder: Rscript make_mixed_fixtures.R (lme4, statmod, jsonlite).
suppressPackageStartupMessages(library(lme4))
set.seed(23)

intercept_case <- function(name, clusters, size, deviation) {
  cluster <- rep(seq_len(clusters), times = if (length(size) == 1) rep(size, clusters) else size)
  between <- round(rnorm(clusters), 3)[cluster]
  within <- round(rnorm(length(cluster)), 3)
  level <- rnorm(clusters, sd = deviation)[cluster]
  outcome <- runif(length(cluster)) < plogis(0.3 + 0.4 * between + 0.8 * within + level)
  data <- data.frame(cluster, between, within, outcome)
  model <- glmer(outcome ~ between + within + (1 | cluster), data, family = binomial, nAGQ = 25,
                 control = glmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9)))
  list(name = name, cluster = cluster - 1, between = between, within = within, outcome = outcome,
       coefficients = unname(fixef(model)),
       standardErrors = unname(sqrt(diag(as.matrix(vcov(model, use.hessian = TRUE))))),
       deviation = unname(attr(VarCorr(model)$cluster, "stddev")))
}

nodes <- statmod::gauss.quad.prob(50, dist = "normal")
level_nodes <- statmod::gauss.quad.prob(80, dist = "normal")
weights <- as.vector(outer(nodes$weights, level_nodes$weights))

# A row for each face, a column for each pair of nodes.
change_likelihood <- function(parameters, data) {
  young <- parameters[1]; old <- parameters[2]; midpoint <- parameters[3]; scale <- exp(parameters[4])
  shifts <- c(parameters[-(1:6)], -sum(parameters[-(1:6)]))
  share <- plogis(outer(data$age, midpoint + parameters[5] * nodes$nodes, `-`) / scale)
  logit <- qlogis(young + (old - young) * share) + shifts[data$class + 1]
  latent <- outer(logit, parameters[6] * level_nodes$nodes, `+`)
  dim(latent) <- c(length(data$age), length(weights))
  chance <- plogis(ifelse(data$success, 1, -1) * latent, log.p = TRUE)
  sum(log(exp(rowsum(chance, data$individual)) %*% weights))
}

change_case <- function(individuals, visits, faces, tau, sigma) {
  first <- runif(individuals, 0.5, 14)
  age <- round(rep(first, each = visits * faces) +
                 rep(rep((seq_len(visits) - 1) * 2.5, each = faces), individuals), 3)
  individual <- rep(seq_len(individuals), each = visits * faces)
  class <- sample(0:2, length(age), replace = TRUE)
  midpoint <- rnorm(individuals, 8, tau)[individual]
  level <- rnorm(individuals, 0, sigma)[individual]
  shift <- c(0.3, 0, -0.3)[class + 1]
  chance <- plogis(qlogis(0.35 + 0.45 * plogis((age - midpoint) / 0.8)) + level + shift)
  data <- list(age = age, individual = individual, class = class, success = runif(length(age)) < chance)
  places <- list(
    c(0.37, 0.78, 7.6, log(0.9), 1.2, 0.6, 0.2, 0.05), c(0.35, 0.8, 8, log(0.8), 1.5, 0.5, 0.3, 0),
    c(0.5, 0.6, 12, log(3), 4, 1.5, -0.5, 0.4), c(0.8, 0.3, 5, log(0.5), 0.7, 0.1, 0, 0))
  list(age = age, individual = individual - 1, class = class, success = data$success, places = places,
       logLikelihoods = sapply(places, change_likelihood, data = data))
}

result <- list(
  made = paste0("R ", getRversion(), ", lme4 ", packageVersion("lme4")),
  intercepts = list(
    intercept_case("four each", 60, 4, 1),
    intercept_case("some alone, some many", 50, c(rep(1, 25), rep(3, 15), rep(30, 10)), 0.7)),
  change = change_case(150, 4, 3, 1.5, 0.5))
writeLines(jsonlite::toJSON(result, digits = 12, auto_unbox = TRUE), "mixed.json")
