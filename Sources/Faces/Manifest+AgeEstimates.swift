import Support

/// Estimated ages as a manifest's columns have them: `age`, `age_sd`, `age_source`, the 90 % interval `age_low`
/// to `age_high`, the probability of each age group (`p_` and its name), and the distribution in `age_quantiles`.
extension Manifest {
  static let ageIntervalColumns = ["age_low", "age_high"]
  static let ageQuantilesColumn = "age_quantiles"

  /// Writes estimates into all of these columns, to a thousandth; what an estimate does not have stays empty.
  /// - Parameter estimates: one for each record; nil for a record whose age is not estimated, which keeps
  ///   it.
  public mutating func setAgeEstimates(_ estimates: [AgeEstimate?]) {
    let ages = vocabulary.ages
    let columns =
      Manifest.ageIntervalColumns + ages.membershipColumns + [Manifest.ageQuantilesColumn]
    var cells = columns.map { _ in [String](repeating: "", count: records.count) }
    for (row, estimate) in estimates.enumerated() {
      guard let estimate = estimate?.rounded else { continue }
      records[row].ageInYears = estimate.ageInYears
      records[row].ageStandardDeviationInYears = estimate.standardDeviationInYears
      records[row].ageSource = .estimated
      guard let distribution = estimate.distribution else { continue }
      let interval = distribution.intervalInYears(level: 0.9)
      let values =
        [interval.lowerBound, interval.upperBound] + distribution.probabilities(of: ages)
      for (column, value) in values.enumerated() {
        cells[column][row] = "\(AgeEstimate.rounded(value))"
      }
      cells[values.count][row] =
        distribution.quantilesInYears.map { "\($0)" }.joined(separator: " ")
    }
    for (column, values) in zip(columns, cells) { setExtraColumn(column, to: values) }
  }

  /// The estimate of each face with an `age_sd`; nil for other faces.
  ///
  /// Its distribution is what `age_quantiles` says. Manifests of earlier versions have the interval and
  /// the groups' probabilities alone, which the distribution then passes through, or nothing but `age_sd`.
  /// - Throws: `SmilestoneError.badInput` for cells that cannot be.
  public func ageEstimates() throws -> [AgeEstimate?] {
    let ages = vocabulary.ages
    let memberships = try groupProbabilities()
    let intervals = Manifest.ageIntervalColumns.map { values(ofExtraColumn: $0) }
    let quantiles = values(ofExtraColumn: Manifest.ageQuantilesColumn)
    return try records.enumerated().map { row, record in
      guard let age = record.ageInYears, let deviation = record.ageStandardDeviationInYears else {
        return nil
      }
      guard deviation >= 0, deviation.isFinite else {
        throw SmilestoneError.badInput(
          "The age of \(record.image) has the standard deviation \(deviation).",
          remedy: "Give age_sd in years, 0 or more.")
      }
      var estimate = AgeEstimate(ageInYears: age, standardDeviationInYears: deviation)
      guard deviation > 0 else { return estimate }
      let interval = intervals.map { $0?[row] ?? "" }
      if let cell = quantiles?[row], !cell.isEmpty {
        estimate.distribution = try AgeDistribution(cell: cell, image: record.image)
      } else if interval != ["", ""], interval[0] != interval[1] {
        estimate.distribution = try AgeDistribution(
          interval: interval, groups: ages,
          groupProbabilities: memberships[row] ?? estimate.probabilities(of: ages) ?? [],
          image: record.image)
      }
      return estimate
    }
  }

  /// The probability of each age group for each face, youngest group first, as the columns `p_…` say; nil
  /// where they are empty.
  /// - Throws: `SmilestoneError.badInput` for cells that are no probabilities.
  package func groupProbabilities() throws -> [[Double]?] {
    let ages = vocabulary.ages
    let columns = ages.membershipColumns.map { values(ofExtraColumn: $0) }
    return try records.enumerated().map { row, record in
      let cells = columns.map { $0?[row] ?? "" }
      if cells.allSatisfy(\.isEmpty) { return nil }
      let numbers = cells.compactMap { Double($0) }.filter { (0...1).contains($0) }
      let sum = numbers.reduce(0, +)
      // Cells are rounded to a thousandth.
      guard numbers.count == cells.count, abs(sum - 1) < 0.01 else {
        throw SmilestoneError.badInput(
          "The columns p_\(ages.youngest.rawValue) … p_\(ages.oldest.rawValue) hold “\(cells.joined(separator: ", "))” for “\(record.image)”.",
          remedy:
            "Give \(ages.countInWords) probabilities that add up to 1, or leave all cells empty.")
      }
      return numbers.map { $0 / sum }
    }
  }
}

extension AgeEstimate {
  /// What a table holds of it: a thousandth of a year, about nine hours, is finer than any use of it.
  var rounded: AgeEstimate {
    AgeEstimate(
      ageInYears: AgeEstimate.rounded(ageInYears),
      standardDeviationInYears: standardDeviationInYears.map(AgeEstimate.rounded),
      distribution: distribution.map {
        AgeDistribution(quantilesInYears: $0.quantilesInYears.map(AgeEstimate.rounded))
      })
  }

  fileprivate static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}

extension AgeDistribution {
  /// The levels of earlier versions' cells: 1 %, 2.5 %, 5 % … 97.5 %, 99 %.
  private static let earlierLevels = [0.01] + (1...39).map { Double($0) / 40 } + [0.99]

  /// - Throws: `SmilestoneError.badInput` for a cell that holds no such quantiles.
  fileprivate init(cell: String, image: String) throws {
    let ages = cell.split(separator: " ").compactMap { Double($0) }
    let counts = [Self.levels.count, Self.earlierLevels.count]
    guard counts.contains(ages.count), ages.allSatisfy({ $0 >= 0 && $0.isFinite }),
      zip(ages, ages.dropFirst()).allSatisfy(<=)
    else {
      throw SmilestoneError.badInput(
        "The column \(Manifest.ageQuantilesColumn) holds “\(cell.prefix(60))” for “\(image)”.",
        remedy:
          "Leave it as `smilestone age predict` wrote it, \(counts[0]) ages in ascending order, "
          + "or empty it.")
    }
    if ages.count == Self.levels.count {
      self.init(quantilesInYears: ages)
    } else {
      try self.init(points: Array(zip(ages, Self.earlierLevels)).map { ($0, $1) })
    }
  }

  /// - Parameters:
  ///   - interval: Two cells; one of twenty ages lies on either side.
  ///   - groupProbabilities: For each age group, youngest first.
  fileprivate init(
    interval cells: [String], groups: AgeGrouping, groupProbabilities: [Double], image: String
  ) throws {
    guard let lower = Double(cells[0]), let upper = Double(cells[1]), lower >= 0, lower <= upper,
      upper.isFinite
    else {
      throw SmilestoneError.badInput(
        "The columns age_low and age_high hold “\(cells[0])” and “\(cells[1])” for “\(image)”.",
        remedy: "Give both in years, the lower one first, or leave both cells empty.")
    }
    var points = [(ageInYears: lower, below: 0.05)]
    // Cells are rounded, so a bound between groups must be well apart from the point before it.
    let (gap, step) = ((upper - lower) / 20, 0.02)
    var below = 0.0
    for (bound, probability) in zip(groups.upperBoundsInYears, groupProbabilities) {
      below += probability
      guard let last = points.last, bound > last.ageInYears + gap, below > last.below + step,
        bound < upper - gap, below < 0.95 - step
      else { continue }
      points.append((bound, below))
    }
    points.append((upper, 0.95))
    try self.init(points: points)
  }
}
