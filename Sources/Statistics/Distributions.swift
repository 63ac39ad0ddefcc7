import CStatistics
import Support

/// A side of a distribution: `lower` is P(X ≤ x), `upper` is P(X > x).
///
/// The upper tail is computed directly, so small p-values keep their digits.
public enum Tail: Sendable {
  case lower, upper
}

/// The standard normal distribution.
public enum NormalDistribution {
  public static func cumulative(_ x: Double, tail: Tail = .lower) throws -> Double {
    try evaluate("normal distribution at \(x)") { cstatistics_normal_cdf(x, tail.flag, $0) }
  }

  /// The x below which a share `probability` of the distribution lies.
  /// - Throws: `SmilestoneError` unless 0 < probability < 1.
  public static func quantile(_ probability: Double) throws -> Double {
    try evaluate("normal quantile at \(probability)") {
      cstatistics_normal_quantile(probability, $0)
    }
  }
}

/// Student's t distribution.
public struct StudentTDistribution: Sendable {
  public let degreesOfFreedom: Double

  public init(degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

  public func cumulative(_ x: Double, tail: Tail = .lower) throws -> Double {
    try evaluate("t distribution at \(x), \(degreesOfFreedom) degrees of freedom") {
      cstatistics_student_t_cdf(x, degreesOfFreedom, tail.flag, $0)
    }
  }

  public func quantile(_ probability: Double) throws -> Double {
    try evaluate("t quantile at \(probability), \(degreesOfFreedom) degrees of freedom") {
      cstatistics_student_t_quantile(probability, degreesOfFreedom, $0)
    }
  }
}

/// The chi-squared distribution.
public struct ChiSquaredDistribution: Sendable {
  public let degreesOfFreedom: Double

  public init(degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

  public func cumulative(_ x: Double, tail: Tail = .lower) throws -> Double {
    try evaluate("chi-squared distribution at \(x), \(degreesOfFreedom) degrees of freedom") {
      cstatistics_chi_squared_cdf(x, degreesOfFreedom, tail.flag, $0)
    }
  }

  public func quantile(_ probability: Double) throws -> Double {
    try evaluate("chi-squared quantile at \(probability), \(degreesOfFreedom) degrees of freedom") {
      cstatistics_chi_squared_quantile(probability, degreesOfFreedom, $0)
    }
  }

  /// The noncentrality λ at which a share `probability` of the noncentral chi-squared distribution
  /// lies below x; 0 where even the central distribution has less below x.
  public func noncentrality(at x: Double, cumulative probability: Double) throws -> Double {
    guard try cumulative(x) > probability else { return 0 }
    return try evaluate("noncentrality at \(x), \(degreesOfFreedom) degrees of freedom") {
      cstatistics_chi_squared_noncentrality(x, degreesOfFreedom, probability, $0)
    }
  }
}

/// The number of successes in independent trials, exact.
public struct BinomialDistribution: Sendable {
  public let trials: Int
  public let successProbability: Double

  public init(trials: Int, successProbability: Double) {
    self.trials = trials
    self.successProbability = successProbability
  }

  public func cumulative(_ successes: Int, tail: Tail = .lower) throws -> Double {
    // Outside 0...trials the answer is plain, and Boost refuses to say it.
    if successes < 0 { return tail == .lower ? 0 : 1 }
    if successes >= trials { return tail == .lower ? 1 : 0 }
    return try evaluate("binomial(\(trials), \(successProbability)) at \(successes)") {
      cstatistics_binomial_cdf(
        Double(successes), Double(trials), successProbability, tail.flag, $0)
    }
  }
}

/// The beta distribution on [0, 1].
public struct BetaDistribution: Sendable {
  public let alpha: Double
  public let beta: Double

  public init(alpha: Double, beta: Double) {
    self.alpha = alpha
    self.beta = beta
  }

  public func cumulative(_ x: Double, tail: Tail = .lower) throws -> Double {
    try evaluate("beta(\(alpha), \(beta)) at \(x)") {
      cstatistics_beta_cdf(x, alpha, beta, tail.flag, $0)
    }
  }

  public func quantile(_ probability: Double) throws -> Double {
    try evaluate("beta(\(alpha), \(beta)) quantile at \(probability)") {
      cstatistics_beta_quantile(probability, alpha, beta, $0)
    }
  }
}

extension Tail {
  fileprivate var flag: Int32 { self == .upper ? 1 : 0 }
}

/// Calls Boost and turns its status into a result or an error.
private func evaluate(
  _ what: @autoclosure () -> String,
  _ call: (UnsafeMutablePointer<Double>) -> CStatisticsStatus
) throws -> Double {
  var result = 0.0
  let status = call(&result)
  guard status != CSTATISTICS_OK else { return result }
  let reason =
    switch status {
    case CSTATISTICS_DOMAIN: "an argument lies outside its domain"
    case CSTATISTICS_OVERFLOW: "the answer is infinite"
    default: "the computation did not converge"
    }
  throw SmilestoneError.failed("\(what()) is undefined: \(reason).")
}
