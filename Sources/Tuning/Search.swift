import Foundation
import Support

/// What a search tries, and for how long: all that decides its outcome but the faces.
public struct Search: Codable, Sendable, Equatable {
  public enum Strategy: String, Codable, Sendable, CaseIterable {
    /// Every combination of the choices.
    case grid
    /// Combinations drawn at random (Bergstra & Bengio 2012), which finds the few settings that
    /// matter with fewer trials.
    case random
    /// Random combinations, trained briefly; the best third continues to three times the epochs, and
    /// so on (successive halving, Jamieson & Talwalkar 2016).
    case halving
  }

  public var dimensions: [SearchDimension]
  public var strategy: Strategy
  /// Combinations that `random` and `halving` draw.
  public var trials: Int
  /// Epochs of a full training.
  public var epochs: Int
  /// Folds of cross-validation; nil for the validation split.
  public var folds: Int?
  /// Trainings of each candidate with seeds of their own, `seed` and those after it; nil for one.
  public var seeds: Int?
  public var seed: UInt64

  /// Of `halving`: one in this many continues, to this many times the epochs.
  public static let reduction = 3
  /// More combinations than this are surely a mistake.
  static let mostTrials = 10_000

  public init(
    dimensions: [SearchDimension], strategy: Strategy, trials: Int, epochs: Int, folds: Int? = nil,
    seeds: Int? = nil, seed: UInt64
  ) {
    self.dimensions = dimensions
    self.strategy = strategy
    self.trials = trials
    self.epochs = epochs
    self.folds = folds
    self.seeds = seeds
    self.seed = seed
  }

  /// Learning rate, dropout, weight decay and the weight of the distance loss around the study's
  /// values. The study says that it searched the first three, and not where.
  public static let studyDimensions: [SearchDimension] = [
    SearchDimension(
      key: "learningRate", values: .choices([.number(1e-4), .number(5e-4), .number(1e-3)])),
    SearchDimension(key: "dropout", values: .choices([.number(0.2), .number(0.5), .number(0.7)])),
    SearchDimension(key: "weightDecay", values: .choices([.number(0), .number(5e-4)])),
    SearchDimension(
      key: "distanceLoss.weight", values: .choices([.number(0), .number(0.0035)])),
  ]

  /// The combinations to try, in order and without repetition; numbered from 1.
  /// - Throws: `SmilestoneError.usage` for a setting that is named twice, a grid over a range, and
  ///   more than 10,000 combinations.
  public func candidates() throws -> [Candidate] {
    let keys = dimensions.map(\.key)
    if let twice = keys.first(where: { key in keys.count { $0 == key } > 1 }) {
      throw SmilestoneError.usage(
        "--search names \(twice) twice.", remedy: "Name all its values in one --search.")
    }
    let combinations = try strategy == .grid ? grid() : drawn()
    return combinations.enumerated().map { Candidate(number: $0 + 1, keys: keys, values: $1) }
  }

  private func grid() throws -> [[JSONTree]] {
    var combinations: [[JSONTree]] = [[]]
    for dimension in dimensions {
      guard case .choices(let choices) = dimension.values else {
        throw SmilestoneError.usage(
          "A grid needs choices, and \(dimension.key) has a range.",
          remedy: "List its values (\(dimension.key)=1,2,3), or use --strategy random.")
      }
      guard combinations.count * choices.count <= Search.mostTrials else {
        throw SmilestoneError.usage(
          "The grid has more than \(Search.mostTrials) combinations.",
          remedy: "Give fewer values, or use --strategy random.")
      }
      combinations = combinations.flatMap { start in choices.map { start + [$0] } }
    }
    return combinations
  }

  /// Each trial has a stream of its own, so that more trials begin with the same ones.
  private func drawn() -> [[JSONTree]] {
    var combinations: [[JSONTree]] = []
    for trial in 1...trials {
      var generator = SeededGenerator(seed: seed, stream: "trial \(trial)")
      // A small grid runs out of new combinations.
      for _ in 0..<100 {
        let combination = dimensions.map { $0.draw(using: &generator) }
        guard !combinations.contains(combination) else { continue }
        combinations.append(combination)
        break
      }
    }
    return combinations
  }

  /// Trainings of the whole search.
  public func trialCount() throws -> Int {
    try rungs(of: candidates().count).reduce(0) { $0 + $1.candidates } * (folds ?? 1) * (seeds ?? 1)
  }

  /// The trainings of some candidates in a round: one, or one for each fold and seed.
  public func trials(of candidates: [Candidate], rung: Int, epochs: Int) -> [Trial] {
    let folds: [Int?] = folds.map { Array(1...$0) } ?? [nil]
    let seeds: [UInt64?] = seeds.map { count in (0..<count).map { seed &+ UInt64($0) } } ?? [nil]
    return candidates.flatMap { candidate in
      folds.flatMap { fold in
        seeds.map { seed in
          Trial(candidate: candidate, rung: rung, epochs: epochs, fold: fold, seed: seed)
        }
      }
    }
  }

  /// How many of `count` candidates are trained for how long; one rung unless halving.
  public func rungs(of count: Int) -> [Rung] {
    guard strategy == .halving else { return [Rung(candidates: count, epochs: epochs)] }
    var rungs: [Rung] = [Rung(candidates: count, epochs: epochs)]
    // Built from below: as many as leave at least one candidate at the top and one epoch below.
    var (survivors, divisor) = (count / Search.reduction, Search.reduction)
    while survivors >= 1, epochs / divisor >= 1 {
      rungs.append(Rung(candidates: survivors, epochs: epochs))
      survivors /= Search.reduction
      divisor *= Search.reduction
    }
    let last = rungs.count - 1
    for index in rungs.indices {
      let power = (0..<(last - index)).reduce(1) { value, _ in value * Search.reduction }
      rungs[index].epochs = max(1, epochs / power)
    }
    return rungs
  }
}

/// A combination of values to try.
public struct Candidate: Sendable, Equatable {
  /// From 1.
  public let number: Int
  public let keys: [String]
  public let values: [JSONTree]

  /// "learningRate=0.001", as `--set` takes it.
  public var assignments: [String] { zip(keys, values).map { "\($0)=\($1.text)" } }
}

/// One round of a search.
public struct Rung: Sendable, Equatable {
  public var candidates: Int
  public var epochs: Int

  public init(candidates: Int, epochs: Int) {
    self.candidates = candidates
    self.epochs = epochs
  }
}
