import Support

/// The trainings of a search, and what they say of its candidates.
public struct TrialTable: Sendable {
  public let kind: ScoreKind
  public let keys: [String]
  public private(set) var outcomes: [TrialOutcome] = []

  public init(kind: ScoreKind, keys: [String]) {
    self.kind = kind
    self.keys = keys
  }

  /// The table with more trainings.
  public func appending(_ more: [TrialOutcome]) -> TrialTable {
    var table = self
    table.outcomes += more
    return table
  }

  /// A candidate's scores in one rung, over its folds and seeds.
  public struct Standing: Sendable, Equatable {
    public let candidate: Candidate
    public let epochs: Int
    public let scores: [Double]
    public let losses: [Double]

    public var meanScore: Double { scores.reduce(0, +) / Double(scores.count) }
    public var meanLoss: Double { losses.reduce(0, +) / Double(losses.count) }

    /// The standard deviation between its trainings; nil for fewer than two.
    public var spread: Double? {
      guard scores.count > 1 else { return nil }
      let squares = scores.reduce(0) { $0 + ($1 - meanScore) * ($1 - meanScore) }
      return (squares / Double(scores.count - 1)).squareRoot()
    }
  }

  /// The candidates of a rung whose trainings all succeeded, the best first: by mean validation
  /// score, then by loss, then by number.
  public func standings(ofRung rung: Int) -> [Standing] {
    let inRung = outcomes.filter { $0.trial.rung == rung }
    return Dictionary(grouping: inRung) { $0.trial.candidate.number }.values
      .compactMap { group -> Standing? in
        let ordered = group.sorted { $0.trial.part < $1.trial.part }
        let scores = ordered.compactMap(\.score)
        guard scores.count == group.count, let first = ordered.first else { return nil }
        return Standing(
          candidate: first.trial.candidate, epochs: first.trial.epochs,
          scores: scores.map(\.score), losses: scores.map(\.loss))
      }
      .sorted { first, second in
        if first.meanScore != second.meanScore {
          return kind.isBetter(first.meanScore, than: second.meanScore)
        }
        return (first.meanLoss, first.candidate.number)
          < (second.meanLoss, second.candidate.number)
      }
  }

  /// A row for each training, in order of rung, candidate, fold and seed.
  public var csv: String {
    var writer = CSVWriter(
      header: ["trial", "rung", "fold", "seed", "epochs"] + keys + [
        "best_epoch", "validation_\(kind.rawValue)", "validation_loss", "seconds", "status",
        "reason",
      ])
    let order = outcomes.sorted { first, second in
      let (a, b) = (first.trial, second.trial)
      return (a.rung, a.candidate.number, a.part.0, a.part.1)
        < (b.rung, b.candidate.number, b.part.0, b.part.1)
    }
    for outcome in order {
      let (trial, score) = (outcome.trial, outcome.score)
      writer.append(
        [
          "\(trial.candidate.number)", "\(trial.rung)", trial.fold.map { "\($0)" } ?? "",
          trial.seed.map { "\($0)" } ?? "", "\(trial.epochs)",
        ] + trial.candidate.values.map(\.text) + [
          score.map { "\($0.bestEpoch)" } ?? "", score.map { "\($0.score)" } ?? "",
          score.map { "\($0.loss)" } ?? "", score.map { "\($0.seconds)" } ?? "",
          score == nil ? "failed" : "done", outcome.reason ?? "",
        ])
    }
    return writer.text
  }
}

extension Trial {
  /// Its place among the trainings of its candidate.
  fileprivate var part: (Int, UInt64) { (fold ?? 0, seed ?? 0) }
}
