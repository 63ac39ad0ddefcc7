#pragma once

// Distribution functions of Boost.Math behind a plain C interface.
//
// Every function writes its answer to *result and returns CSTATISTICS_OK, or leaves *result
// alone and returns why not. No C++ exception leaves this library. `upper` chooses the upper
// tail, P(X > x), computed without the cancellation of 1 - P(X <= x).

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  CSTATISTICS_OK = 0,
  /// An argument lies outside the function's domain.
  CSTATISTICS_DOMAIN = 1,
  /// The answer is infinite or too large for a double.
  CSTATISTICS_OVERFLOW = 2,
  /// The computation failed otherwise (no convergence, no memory).
  CSTATISTICS_FAILED = 3
} CStatisticsStatus;

#define CSTATISTICS_CHECKED __attribute__((warn_unused_result))

CSTATISTICS_CHECKED CStatisticsStatus cstatistics_normal_cdf(double x, int upper, double *result);
CSTATISTICS_CHECKED CStatisticsStatus cstatistics_normal_quantile(double p, double *result);

CSTATISTICS_CHECKED CStatisticsStatus cstatistics_student_t_cdf(
    double x, double degrees_of_freedom, int upper, double *result);
CSTATISTICS_CHECKED CStatisticsStatus cstatistics_student_t_quantile(
    double p, double degrees_of_freedom, double *result);

CSTATISTICS_CHECKED CStatisticsStatus cstatistics_chi_squared_cdf(
    double x, double degrees_of_freedom, int upper, double *result);
CSTATISTICS_CHECKED CStatisticsStatus cstatistics_chi_squared_quantile(
    double p, double degrees_of_freedom, double *result);

/// The noncentrality at which the noncentral chi-squared distribution has P(X <= x) = p.
CSTATISTICS_CHECKED CStatisticsStatus cstatistics_chi_squared_noncentrality(
    double x, double degrees_of_freedom, double p, double *result);

CSTATISTICS_CHECKED CStatisticsStatus cstatistics_binomial_cdf(
    double successes, double trials, double probability, int upper, double *result);

CSTATISTICS_CHECKED CStatisticsStatus cstatistics_beta_cdf(
    double x, double alpha, double beta, int upper, double *result);
CSTATISTICS_CHECKED CStatisticsStatus cstatistics_beta_quantile(
    double p, double alpha, double beta, double *result);

#ifdef __cplusplus
}
#endif
