#include "CStatistics.h"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/non_central_chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <stdexcept>

namespace {

/// Runs `compute` and turns whatever it throws into a status.
template <typename Compute>
CStatisticsStatus guarded(double *result, Compute compute) noexcept {
  try {
    const double value = compute();
    if (std::isnan(value)) return CSTATISTICS_DOMAIN;
    if (std::isinf(value)) return CSTATISTICS_OVERFLOW;
    *result = value;
    return CSTATISTICS_OK;
  } catch (const std::domain_error &) {
    return CSTATISTICS_DOMAIN;
  } catch (const std::overflow_error &) {
    return CSTATISTICS_OVERFLOW;
  } catch (...) {
    return CSTATISTICS_FAILED;
  }
}

template <typename Distribution>
double cumulative(const Distribution &distribution, double x, int upper) {
  return upper ? boost::math::cdf(boost::math::complement(distribution, x))
               : boost::math::cdf(distribution, x);
}

}  // namespace

using namespace boost::math;

CStatisticsStatus cstatistics_normal_cdf(double x, int upper, double *result) {
  return guarded(result, [=] { return cumulative(normal_distribution<>(), x, upper); });
}

CStatisticsStatus cstatistics_normal_quantile(double p, double *result) {
  return guarded(result, [=] { return quantile(normal_distribution<>(), p); });
}

CStatisticsStatus cstatistics_student_t_cdf(
    double x, double degrees_of_freedom, int upper, double *result) {
  return guarded(result, [=] {
    return cumulative(students_t_distribution<>(degrees_of_freedom), x, upper);
  });
}

CStatisticsStatus cstatistics_student_t_quantile(
    double p, double degrees_of_freedom, double *result) {
  return guarded(
      result, [=] { return quantile(students_t_distribution<>(degrees_of_freedom), p); });
}

CStatisticsStatus cstatistics_chi_squared_cdf(
    double x, double degrees_of_freedom, int upper, double *result) {
  return guarded(result, [=] {
    return cumulative(chi_squared_distribution<>(degrees_of_freedom), x, upper);
  });
}

CStatisticsStatus cstatistics_chi_squared_quantile(
    double p, double degrees_of_freedom, double *result) {
  return guarded(
      result, [=] { return quantile(chi_squared_distribution<>(degrees_of_freedom), p); });
}

CStatisticsStatus cstatistics_chi_squared_noncentrality(
    double x, double degrees_of_freedom, double p, double *result) {
  return guarded(result, [=] {
    return non_central_chi_squared_distribution<>::find_non_centrality(
        degrees_of_freedom, x, p);
  });
}

CStatisticsStatus cstatistics_binomial_cdf(
    double successes, double trials, double probability, int upper, double *result) {
  return guarded(result, [=] {
    return cumulative(binomial_distribution<>(trials, probability), successes, upper);
  });
}

CStatisticsStatus cstatistics_beta_cdf(
    double x, double alpha, double beta, int upper, double *result) {
  return guarded(
      result, [=] { return cumulative(beta_distribution<>(alpha, beta), x, upper); });
}

CStatisticsStatus cstatistics_beta_quantile(
    double p, double alpha, double beta, double *result) {
  return guarded(result, [=] { return quantile(beta_distribution<>(alpha, beta), p); });
}
