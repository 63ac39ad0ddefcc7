import Analysis
import Faces
import Foundation
import Planning
import Statistics
import Support
import Testing

/// Values of statsmodels, scipy and dense definitions, made by Fixtures/make_vote_fixtures.py.
private struct VoteReference: Decodable {
  struct Sandwich: Decodable {
    let ages: [Double]
    let weights: [Double]
    let votes: [Double]
    let outcomes: [Bool]
    let strata: [Int]
    let cells: [Int]
    let facesOfSubjects: [Int]
    let curve: [Double]
    let standardError: Double
    let designEffect: Double
  }
  struct Group: Decodable {
    let byFace: Double
    let bySubject: Double
    let lower: Double
    let upper: Double
    let difference: Double
    let differenceLower: Double
    let differenceUpper: Double
  }
  struct Slope: Decodable {
    let value: Double
    let lower: Double
    let upper: Double
  }
  struct Accuracies: Decodable {
    let faces: [[Int]]
    let right: [[Int]]
    let groups: [Group]
    let slope: Slope
  }
  let sandwich: Sandwich
  let accuracies: Accuracies

  static func load() throws -> VoteReference {
    try JSONDecoder().decode(VoteReference.self, from: Data(contentsOf: fixture("votes.json")))
  }
}

@Suite struct OneVoteTests {
  private func metrics(_ rows: [PredictionRow], wanted: Set<String> = ["one-vote"]) throws
    -> Metrics
  {
    try Metrics(
      Evidence(
        predictions: PredictionTable(rows: rows, vocabulary: .study), settings: quick,
        wanted: wanted))
  }

  private func row(
    _ subject: Int, _ face: Int, _ group: Int, isCorrect: Bool, age: Double? = nil,
    emotion: Emotion = .happy
  ) -> PredictionRow {
    PredictionRow(
      image: "\(subject)-\(group)-\(face)", subject: "s\(subject)", source: "invented",
      split: "test", age: age, ageGroup: AgeGrouping.study.groups[group], emotion: emotion,
      model: "adult", predicted: isCorrect ? emotion : emotion.next,
      probabilities: [Float](repeating: 1 / 7, count: 7))
  }

  private func near(_ value: Double, _ expected: Double) -> Bool { abs(value - expected) < 1e-9 }

  @Test func accuraciesAndTrendAgreeWithStatsmodels() throws {
    let reference = try VoteReference.load().accuracies
    let rows = reference.faces.indices.flatMap { subject in
      reference.faces[subject].indices.flatMap { group in
        (0..<reference.faces[subject][group]).map {
          row(subject, $0, group, isCorrect: $0 < reference.right[subject][group])
        }
      }
    }
    let votes = try #require(metrics(rows).results[OneVotePerSubject.self]?.first)
    #expect(votes.groups.count == reference.groups.count)
    for (found, expected) in zip(votes.groups, reference.groups) {
      let (bySubject, difference) = (
        try #require(found.bySubject), try #require(found.difference)
      )
      #expect(near(found.byFace, expected.byFace) && near(bySubject.value, expected.bySubject))
      #expect(near(bySubject.lower, expected.lower) && near(bySubject.upper, expected.upper))
      #expect(near(difference.value, expected.difference))
      #expect(near(difference.lower, expected.differenceLower))
      #expect(near(difference.upper, expected.differenceUpper))
    }
    let slope = try #require(votes.trend?.estimate)
    #expect(near(slope.value, reference.slope.value))
    #expect(abs(slope.lower - reference.slope.lower) < 1e-6)
    #expect(abs(slope.upper - reference.slope.upper) < 1e-6)
    #expect(votes.trendByFace?.estimate.value != slope.value)
    // Ages are not known, so that there is no curve.
    #expect(votes.transition == nil)
    let again = try JSONDecoder().decode(SubjectVotes.self, from: JSONEncoder().encode(votes))
    #expect(again == votes)
  }

  @Test func theMidpointsErrorAgreesWithDerivativesBySubject() throws {
    let item = try VoteReference.load().sandwich
    var first = 0
    let clusters = item.facesOfSubjects.map { count in
      defer { first += count }
      return first..<first + count
    }
    let error = try TransitionFitter(ages: [1, 20], midpoints: 1...20).midpointError(
      of: TransitionCurve(
        infantAsymptote: item.curve[0], adultAsymptote: item.curve[1], midpoint: item.curve[2],
        scale: item.curve[3]),
      in: StratifiedOutcomes(
        ages: item.ages, weights: item.weights, votes: item.votes, isSuccess: item.outcomes,
        strata: item.strata, cells: item.cells, clusters: clusters))
    #expect(abs(try #require(error.standardError) / item.standardError - 1) < 1e-5)
    #expect(abs(error.designEffect / item.designEffect - 1) < 1e-5)
  }

  /// Hard children under 5 give four times as many faces: the curve of faces is another than that of children, which turns at 8.
  @Test func informativeNumbersOfFacesMoveTheCurveOfFacesAlone() throws {
    var cohort = SimulatedFaces(subjects: 3000)
    cohort.hasInformativeSizes = true
    var generator = SeededGenerator(seed: 12)
    let faces = try cohort.draw(&generator) { 0.4 + 0.35 / (1 + exp(-($0 - 8))) }
    let rows = faces.enumerated().map { place, face in
      row(
        face.subject, place, AgeGrouping.study.index(ofAgeInYears: face.ageInYears),
        isCorrect: face.isCorrect, age: face.ageInYears, emotion: face.emotion)
    }
    let metrics = try metrics(rows)
    let votes = try #require(metrics.results[OneVotePerSubject.self]?.first)
    let transition = try #require(votes.transition)
    #expect(abs(try #require(transition.quotedAgeInYears) - 8) < 0.6)
    #expect(transition.age.interval.contains(8))
    #expect(abs(transition.ageByFaceInYears - 8) > 0.25)
    // Toddlers' faces are those of the hard ones.
    let toddlers = try #require(votes.groups.first)
    #expect(try #require(toddlers.difference).lower > 0.05)
    var run = RunResults()
    run.metrics = metrics
    #expect(OneVotePerSubject.section(of: run)?.count == 3)
    #expect(OneVotePerSubject.methods(of: run).first?.contains("weighted by 1/n") == true)
    let text = try #require(OneVotePerSubject.text(of: metrics))
    #expect(text.contains("the accuracy of subjects differs from that of faces by +"))
    #expect(text.contains("; the transition age of subjects is "))
  }

  @Test func subjectsWithEquallyManyFacesNeedNoVotes() throws {
    let rows = (0..<40).flatMap { subject in
      (0..<2).map { row(subject, $0, subject % 5, isCorrect: (subject + $0) % 3 > 0) }
    }
    #expect(try metrics(rows).results[OneVotePerSubject.self] == nil)
    #expect(try metrics(rows, wanted: []).results[OneVotePerSubject.self] == nil)
  }
}
