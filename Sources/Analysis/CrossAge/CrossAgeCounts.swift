import Faces
import Statistics

/// How many faces of each age group a model was shown and got right, per subject, and the tests
/// that fit: those for independent faces where each subject has one, cluster-robust ones else.
struct CrossAgeCounts: Sendable {
  /// Fewest faces and subjects of an age group for a statement about it.
  static let (minimumFaces, minimumSubjects) = (30, 10)

  /// What the groups are.
  let ages: AgeGrouping
  /// Per subject the faces of each group, then the correct predictions in each.
  let sums: ClusterSums
  /// By group, youngest first.
  let trials: [Int]
  let successes: [Int]
  let subjects: [Int]
  let index: SubjectIndex

  init(_ faces: [LabelledFace], ages: AgeGrouping) {
    let grouped = faces.filter { $0.ageGroup != nil }
    let groups = ages.count
    index = SubjectIndex(grouped.map(\.unit))
    var sums = ClusterSums(count: index.count, width: 2 * groups)
    for (face, subject) in zip(grouped, index.subjectOfFace) {
      guard let group = face.ageGroup.map(ages.index) else { continue }
      sums[subject, group] += 1
      if face.isCorrect { sums[subject, groups + group] += 1 }
    }
    let totals = sums.totals
    trials = (0..<groups).map { Int(totals[$0]) }
    successes = (0..<groups).map { Int(totals[groups + $0]) }
    subjects = (0..<groups).map { group in (0..<sums.count).count { sums[$0, group] > 0 } }
    self.sums = sums
    self.ages = ages
  }

  /// Whether a group has enough faces and subjects for a statement about it.
  func suffices(_ group: AgeGroup) -> Bool {
    trials[ages.index(of: group)] >= CrossAgeCounts.minimumFaces
      && subjects[ages.index(of: group)] >= CrossAgeCounts.minimumSubjects
  }

  func share(_ group: AgeGroup) -> Double? {
    let place = ages.index(of: group)
    return trials[place] > 0 ? Double(successes[place]) / Double(trials[place]) : nil
  }

  /// Tests whether the share of correct predictions in a group is greater than guessing's.
  ///
  /// Where subjects repeat, a skewness-adjusted t test of each subject's correct predictions beyond
  /// guessing's; where these do not vary, the exact test of the subjects whose every prediction is correct, which is
  /// on the safe side: guessing gets all of a subject's faces right no more often than one.
  func testAgainstChance(_ group: AgeGroup, chance: Double) throws -> TestResult? {
    let position = ages.index(of: group)
    let successColumn = trials.count + position
    if subjects[position] == trials[position] {
      return try binomialTest(
        successes: successes[position], trials: trials[position], greaterThan: chance)
    }
    let present = (0..<sums.count).filter { sums[$0, position] > 0 }
    let excess = present.map { sums[$0, successColumn] - chance * sums[$0, position] }
    if var test = try skewnessAdjustedMeanGreaterThanZeroTest(excess) {
      test.name = "skewness-adjusted t test over subjects (one-sided)"
      return test
    }
    let allCorrect = present.count { sums[$0, successColumn] == sums[$0, position] }
    var test = try binomialTest(
      successes: allCorrect, trials: present.count, greaterThan: chance)
    test?.name = "exact binomial test over subjects (one-sided)"
    return test
  }

  /// Tests for a trend over the groups' ranks, with its size: the change from one group to the
  /// next. nil for fewer than three groups with faces, or without any spread.
  func trend(level: Double) throws -> TestedEstimate? {
    guard trials.count(where: { $0 > 0 }) > 2,
      var trend = try clusterRobustSlope(
        of: sums, scores: trials.indices.map(Double.init), level: level)
    else { return nil }
    if !index.repeats {
      guard let test = try cochranArmitageTest(successes: successes, trials: trials) else {
        return nil
      }
      trend.test = test
    }
    return trend
  }

  /// Compares the shares of two groups, first minus second; nil where that is undefined.
  func difference(
    _ first: AgeGroup, minus second: AgeGroup, level: Double
  ) throws -> TestedEstimate? {
    try shareDifference(
      of: sums, ages.index(of: first), minus: ages.index(of: second), repeats: index.repeats,
      level: level)
  }
}

/// The difference of two groups' shares of correct predictions with the test that fits: cluster-robust
/// where subjects repeat, Newcombe's interval and the two-proportion test else.
/// - Parameter sums: Per subject the faces of each group, then the correct predictions in each.
/// - Returns: nil where it is undefined.
func shareDifference(
  of sums: ClusterSums, _ first: Int, minus second: Int, repeats: Bool, level: Double
) throws -> TestedEstimate? {
  if repeats {
    return try clusterRobustDifference(of: sums, group: first, minus: second, level: level)
  }
  let totals = sums.totals.map { Int($0) }
  let successes = totals[(sums.width / 2)...].map(\.self)
  guard
    let interval = try newcombeInterval(
      successes: successes[first], trials: totals[first], minusSuccesses: successes[second],
      trials: totals[second], level: level),
    let test = try twoProportionTest(
      successes: successes[first], trials: totals[first], against: successes[second],
      trials: totals[second])
  else { return nil }
  return TestedEstimate(estimate: interval, test: test)
}
