import Foundation

/// A seeded pseudo-random generator: xoshiro256** (Blackman & Vigna 2021), seeded by SplitMix64.
///
/// The same seed gives the same sequence on every machine. The state is `Codable`, so that a
/// checkpoint can hold it. Independent purposes take separate streams:
/// `SeededGenerator(seed: 1, stream: "augmentation")`.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Equatable, Codable {
  private var state: [UInt64]
  /// The second of a pair of normal deviates, kept for the next call.
  private var spareNormal: Double?

  public init(seed: UInt64) {
    var splitMix = seed
    state = (0..<4).map { _ in
      splitMix &+= 0x9E37_79B9_7F4A_7C15
      var z = splitMix
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// A generator whose sequence depends on both the seed and the name of its purpose.
  public init(seed: UInt64, stream: String) {
    // FNV-1a spreads the name over 64 bits; SplitMix64 above does the mixing.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in stream.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    self.init(seed: seed ^ hash)
  }

  /// The first number of a stream, to seed another generator with.
  public static func first(seed: UInt64, stream: String) -> UInt64 {
    var generator = SeededGenerator(seed: seed, stream: stream)
    return generator.next()
  }

  public mutating func next() -> UInt64 {
    let result = rotate(state[1] &* 5, by: 7) &* 9
    let shifted = state[1] << 17
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = rotate(state[3], by: 45)
    return result
  }

  /// A number drawn uniformly from [0, 1).
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number drawn uniformly from [lower, upper).
  public mutating func uniform(_ lower: Double, _ upper: Double) -> Double {
    lower + (upper - lower) * uniform()
  }

  /// A whole number drawn uniformly from 0 ..< bound, without modulo bias.
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "the bound must be positive")
    return Int(next(upperBound: UInt64(bound)))
  }

  /// A number drawn from the normal distribution (Marsaglia's polar method).
  public mutating func normal(mean: Double = 0, standardDeviation: Double = 1) -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return mean + standardDeviation * spare
    }
    while true {
      let u = uniform(-1, 1)
      let v = uniform(-1, 1)
      let s = u * u + v * v
      guard s > 0, s < 1 else { continue }
      let factor = (-2 * log(s) / s).squareRoot()
      spareNormal = v * factor
      return mean + standardDeviation * u * factor
    }
  }

  /// A draw from Beta(α, α), between 0 and 1 (Jöhnk 1964).
  /// - Parameter alpha: above 0, at most 1; the method's acceptance falls beyond.
  public mutating func symmetricBeta(_ alpha: Double) -> Double {
    precondition(alpha > 0 && alpha <= 1, "α lies above 0 and at most at 1")
    while true {
      let (x, y) = (pow(uniform(), 1 / alpha), pow(uniform(), 1 / alpha))
      if x + y > 0, x + y <= 1 { return x / (x + y) }
    }
  }

  private func rotate(_ value: UInt64, by bits: UInt64) -> UInt64 {
    (value << bits) | (value >> (64 - bits))
  }
}
