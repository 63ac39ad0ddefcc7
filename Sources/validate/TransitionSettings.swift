import Analysis
import Foundation
import Planning
import Statistics
import Support

/// Fewer draws than the program's, so that thousands of cohorts take minutes.
private let intervalSettings = TransitionSettings(
  replicates: 99, boundSimulations: 99, flatSimulations: 99)
private let flatSettings = TransitionSettings(flatSimulations: 199, minimumSubjectsOnASide: 8)
private let levellingSettings = TransitionSettings(levellingSimulations: 99)
private let crossingSettings = TransitionSettings(replicates: 200)

/// How cohorts of `transitionSettings` are drawn and tested, for the page.
let transitionMethod: String = {
  let program = TransitionSettings()
  func simulations(_ settings: TransitionSettings) -> String {
    settings.boundSimulations.map(String.init) ?? "no"
  }
  return """
    \(SimulatedFaces().dependence) Emotions differ in difficulty, and in their distribution between age \
    groups. Ages are known. Where two models are asked, their predictions are independent of each other \
    given age and emotion, unless a correlation is named. Intervals of the midpoint come from \(simulations(intervalSettings)) \
    simulated data sets a bound and \(intervalSettings.replicates) resamples, and the power beside \
    them from \(intervalSettings.flatSimulations) flat data sets; those of the crossing from \
    \(crossingSettings.replicates) resamples. Where accuracy is flat there are \
    \(flatSettings.flatSimulations) flat data sets and \(simulations(flatSettings)) a bound, where a \
    curve is still changing \(levellingSettings.levellingSimulations) data sets. The program makes \
    \(simulations(program)) a bound, \(program.replicates) resamples, \(program.flatSimulations) \
    flat data sets and \(program.levellingSimulations) that are still changing.
    """
}()

/// Transitions planted at known ages: intervals, tests and crossings.
func transitionSettings() -> [Setting] {
  var settings: [Setting] = []
  for subjects in [300, 1000] {
    for midpoint in [5.0, 8, 11] {
      settings.append(intervals(subjects: subjects, midpoint: midpoint, rise: 0.35))
    }
  }
  settings.append(intervals(subjects: 300, midpoint: 8, rise: -0.3))
  for subjects in [40, 300] { settings.append(noTransition(subjects: subjects)) }
  for (midpoint, scale) in [(6.7, 3.5), (11.1, 2.0), (14.0, 1.0)] {
    settings.append(stillChanging(midpoint: midpoint, scale: scale))
  }
  settings.append(crossing(subjects: 300))
  settings.append(crossing(subjects: 300, modelCorrelation: 0.6))
  settings.append(informativeSizes(subjects: 300))
  settings.append(twoSteps(subjects: 1000))
  return settings
}

private let part = "transition"

private func planted(_ midpoint: Double, _ scale: Double, rise: Double)
  -> @Sendable (Double) -> Double
{
  let curve = TransitionCurve(
    infantAsymptote: 0.55 - rise / 2, adultAsymptote: 0.55 + rise / 2, midpoint: midpoint,
    scale: scale)
  return { curve.accuracy(at: $0) }
}

private func intervals(subjects: Int, midpoint: Double, rise: Double) -> Setting {
  let change = rise > 0 ? "a rise" : "a fall"
  return intervals(
    subjects: subjects,
    name: "\(change) of \(Int(100 * abs(rise))) points at \(Int(midpoint)) years",
    probability: planted(midpoint, 1, rise: rise), aim: .coverage
  ) { midpoint }
}

/// A curve of the kind that adult models may have on faces with age in head and expression: it rises
/// by 15 points at 2 years and by 25 at 8. No logistic curve has that shape, so the intervals have no
/// aim here. The truth is the midpoint of the curve that fits best in a cohort that is large enough
/// to be taken for all.
private func twoSteps(subjects: Int) -> Setting {
  let (first, second) = (planted(2, 0.6, rise: 0.15), planted(8, 1, rise: 0.25))
  let probability = { @Sendable (age: Double) in first(age) + second(age) - 0.6 }
  return intervals(
    subjects: subjects, name: "two rises, of 15 points at 2 years and of 25 at 8",
    probability: probability, aim: .none
  ) {
    var generator = SeededGenerator(seed: 1, stream: "transition/two-steps")
    let predictions = try SimulatedFaces(subjects: 100_000)
      .draw(&generator, probability: probability)
    return try TransitionSample(predictions, ages: .study, settings: TransitionSettings())?.fit()?
      .curve.midpoint
  }
}

private func intervals(
  subjects: Int, name: String, probability: @escaping @Sendable (Double) -> Double,
  aim: Aim, midpoint: () throws -> Double?
) -> Setting {
  let cohort = SimulatedFaces(subjects: subjects)
  let settings = intervalSettings
  let midpoint = Result { try midpoint() }
  return Setting(
    part: part, name: "\(subjects) subjects with 4 faces, \(name)",
    questions: [
      Question(name: "the profile interval holds the midpoint", aim: aim),
      Question(name: "the bootstrap interval holds the midpoint", aim: aim),
      Question(name: "the profile interval is bounded on both sides", aim: .none),
      Question(name: "the profile interval is at most 4 years wide", aim: .none),
      Question(name: "the test against no transition rejects (power)", aim: .none),
    ], cohorts: 2000
  ) { generator in
    let predictions = try cohort.draw(&generator, probability: probability)
    guard let midpoint = try midpoint.get(),
      let sample = try TransitionSample(predictions, ages: .study, settings: settings),
      let fit = sample.fit()
    else { return Array(repeating: nil, count: 5) }
    let profile = try sample.profileInterval(
      of: fit, stream: "bounds/\(generator.next())", workers: 1)
    let seed = generator.next()
    let resamples = (0..<settings.replicates).compactMap { replicate in
      sample.refitted(
        multiplicity: SubjectResamples.multiplicity(
          subjects: subjects, seed: seed, replicate: replicate),
        midpoint: fit.curve.midpoint)
    }
    let bootstrap = try sample.bootstrapInterval(of: fit, resamples: resamples)
    let test = try sample.testAgainstNoTransition(stream: "flat/\(seed)", workers: 1)
    return [
      profile.contains(midpoint), bootstrap?.contains(midpoint), profile.width != nil,
      profile.width.map { $0 <= 4 } ?? false, test?.rejects,
    ]
  }
}

private func noTransition(subjects: Int) -> Setting {
  let cohort = SimulatedFaces(subjects: subjects, facesPerSubject: 6)
  let settings = flatSettings
  return Setting(
    part: part,
    name: "\(subjects) subjects with 6 faces, flat, class distribution changing with age",
    questions: [
      Question(name: "the test against no transition rejects", aim: .size),
      Question(name: "a transition is claimed", aim: .exactSize),
    ], cohorts: 2000
  ) { generator in
    let predictions = try cohort.draw(&generator) { _ in 0.55 }
    guard let sample = try TransitionSample(predictions, ages: .study, settings: settings),
      let fit = sample.fit()
    else { return [nil, nil] }
    let test = try sample.testAgainstNoTransition(
      stream: "flat/\(generator.next())", workers: 1)
    let isClaimed =
      try test?.rejects == true
      && sample.profileInterval(
        of: fit, stream: "bounds/\(generator.next())", workers: 1
      ).width != nil
    return [test?.rejects, isClaimed]
  }
}

private func stillChanging(midpoint: Double, scale: Double) -> Setting {
  let cohort = SimulatedFaces()
  let settings = levellingSettings
  let completion = midpoint + TransitionFitter.completion * scale
  return Setting(
    part: part,
    name: String(
      format: "300 subjects with 4 faces, a rise of 35 points at %.1f years done at %.0f",
      midpoint, completion),
    questions: [
      Question(
        name: "the test against “still changing at the oldest child” rejects",
        aim: completion > 16.5 ? .exactSize : .none)
    ], cohorts: 2000
  ) { generator in
    let predictions = try cohort.draw(&generator, probability: planted(midpoint, scale, rise: 0.35))
    guard let sample = try TransitionSample(predictions, ages: .study, settings: settings),
      let fit = sample.fit()
    else { return [nil] }
    return [
      try sample.testAgainstStillChanging(fit, stream: "level/\(generator.next())", workers: 1)?
        .rejects
    ]
  }
}

/// Hard children give more faces, so that the curve of faces is another one than that of children, whose midpoint is 8 years.
private func informativeSizes(subjects: Int) -> Setting {
  var unequal = SimulatedFaces(subjects: subjects)
  unequal.hasInformativeSizes = true
  let cohort = unequal
  let probability = planted(8, 1, rise: 0.35)
  var large = SimulatedFaces(subjects: 100_000)
  large.hasInformativeSizes = true
  let all = large
  let midpointOfFaces = Result {
    var generator = SeededGenerator(seed: 1, stream: "transition/informative")
    let predictions = try all.draw(&generator, probability: probability)
    return try TransitionSample(predictions, ages: .study, settings: TransitionSettings())?.fit()?
      .curve.midpoint
  }
  return Setting(
    part: part,
    name:
      "\(subjects) subjects, a rise of 35 points at 8 years, hard children under 5 with 8 faces "
      + "and easy ones with 2",
    questions: [
      Question(
        name: "one vote per subject: the profile interval holds children’s midpoint",
        aim: .coverage),
      Question(name: "one vote per subject: it is bounded on both sides", aim: .none),
      Question(
        name: "one vote per subject: the age is at most a year from children’s midpoint", aim: .none
      ),
      Question(
        name: "one vote per face: the profile interval holds the midpoint of faces", aim: .coverage),
      Question(
        name: "one vote per face: the profile interval holds children’s midpoint", aim: .none),
      Question(name: "one vote per face: it is bounded on both sides", aim: .none),
      Question(
        name: "one vote per face: the age is at most a year from children’s midpoint", aim: .none),
    ], cohorts: 2000
  ) { generator in
    let predictions = try cohort.draw(&generator, probability: probability)
    let stream = "bounds/\(generator.next())"
    func age(oneVotePerSubject: Bool) throws -> BoundedAge? {
      var settings = intervalSettings
      settings.givesSubjectsOneVote = oneVotePerSubject
      guard let sample = try TransitionSample(predictions, ages: .study, settings: settings),
        let fit = sample.fit()
      else { return nil }
      return BoundedAge(
        ageInYears: fit.curve.midpoint,
        interval: try sample.profileInterval(of: fit, stream: stream, workers: 1),
        searched: sample.fitter.midpoints)
    }
    let (subjects, faces) = (
      try age(oneVotePerSubject: true), try age(oneVotePerSubject: false)
    )
    let ofFaces = try midpointOfFaces.get()
    func isNear(_ age: BoundedAge?) -> Bool? { age?.ageInYears.map { abs($0 - 8) <= 1 } }
    return [
      subjects?.interval.contains(8), subjects.map { $0.interval.width != nil }, isNear(subjects),
      ofFaces.flatMap { midpoint in faces?.interval.contains(midpoint) },
      faces?.interval.contains(8), faces.map { $0.interval.width != nil }, isNear(faces),
    ]
  }
}

/// - Parameter modelCorrelation: of the two models' latent numbers on one face.
private func crossing(subjects: Int, modelCorrelation: Double = 0) -> Setting {
  var correlated = SimulatedFaces(subjects: subjects)
  correlated.modelCorrelation = modelCorrelation
  let cohort = correlated
  let settings = crossingSettings
  // 0.55 → 0.35 and 0.40 → 0.70, both at 8 years with scale 1, cross where the share of the
  // change is 0.15 / 0.50.
  let infant = TransitionCurve(
    infantAsymptote: 0.55, adultAsymptote: 0.35, midpoint: 8, scale: 1)
  let adult = TransitionCurve(infantAsymptote: 0.4, adultAsymptote: 0.7, midpoint: 8, scale: 1)
  let truth = 8 - log(0.7 / 0.3)
  return Setting(
    part: part,
    name: "\(subjects) subjects with 4 faces, two models' curves that cross at "
      + String(format: "%.2f years", truth)
      + (modelCorrelation > 0
        ? String(format: ", which err alike on the same faces (correlation %g)", modelCorrelation)
        : ""),
    questions: [Question(name: "the interval of the crossing holds it", aim: .coverage)],
    cohorts: 2000
  ) { generator in
    let predictions = try cohort.draw(
      &generator, probabilities: [infant.accuracy, adult.accuracy])
    guard let first = try TransitionSample(predictions[0], ages: .study, settings: settings),
      let second = try TransitionSample(predictions[1], ages: .study, settings: settings),
      let firstFit = first.fit(), let secondFit = second.fit()
    else { return [nil] }
    let seed = generator.next()
    let resamples = (0..<settings.replicates).map { replicate in
      let counts = SubjectResamples.multiplicity(
        subjects: subjects, seed: seed, replicate: replicate)
      return (
        first.refitted(multiplicity: counts, midpoint: firstFit.curve.midpoint)?.curve,
        second.refitted(multiplicity: counts, midpoint: secondFit.curve.midpoint)?.curve
      )
    }
    let crossing = try CurveCrossing(
      infant: (first, firstFit), adult: (second, secondFit), resamples: resamples)
    return [crossing?.interval.contains(truth)]
  }
}
