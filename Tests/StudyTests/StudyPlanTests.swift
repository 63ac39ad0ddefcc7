import Faces
import Foundation
import Imaging
import Study
import Support
import TestSupport
import Testing
import Training

@Suite struct StudyPlanTests {
  private func plan(_ faces: [FaceRecord], ages: [FaceRecord] = []) -> StudyPlan {
    var configuration = StudyConfiguration(preset: .open)
    configuration.age.epochs = 10
    configuration.infant.epochs = 10
    configuration.adult.epochs = 10
    let fast = TrainingSpeed(facesPerSecond: 100, weightCount: 1_000_000)
    return StudyPlan(
      configuration: configuration, faces: faces, ageFaces: ages,
      speeds: StudyPlan.Speeds(
        age: fast, infant: fast, adult: TrainingSpeed(facesPerSecond: 50, weightCount: 2_000_000),
        imagesPerSecond: 1000))
  }

  private func face(_ age: Double?, _ emotion: Emotion?, _ split: Split? = nil) -> FaceRecord {
    FaceRecord(
      image: "x.png", emotion: emotion, ageInYears: age, ageSource: age == nil ? nil : .label,
      split: split)
  }

  @Test func whatWasFoundIsATable() {
    let faces = [
      face(1, .happy, .train), face(1, .sad, .test), face(30, .happy, .train), face(nil, nil),
    ]
    let lines = plan(faces, ages: [face(5, nil)]).lines
    #expect(lines[0] == "Found 4 faces to study:")
    #expect(
      lines[1].split(separator: " ")
        == "age group faces train test anger disgust fear happy neutral sad surprise no label"
        .split(separator: " "))
    #expect(lines[2].split(separator: " ") == "toddler 2 1 1 0 0 0 1 0 1 0 0".split(separator: " "))
    #expect(lines[3].split(separator: " ") == "adult 1 1 0 0 0 0 1 0 0 0 0".split(separator: " "))
    #expect(
      lines[4].split(separator: " ") == "not known yet 1 0 0 0 0 0 0 0 0 0 1".split(separator: " "))
    #expect(lines[5].hasPrefix("  all "))
    #expect(lines.contains { $0.hasPrefix("and 1 to learn ages from") })
    #expect(
      lines.last?.contains("on this computer where it does nothing else (reading images") == true)
  }

  /// Photographs whose ages are all known: no estimator, and nothing said of one.
  @Test func knownAgesNeedNoEstimator() throws {
    var configuration = StudyConfiguration(preset: .open)
    configuration.data.faces = "faces.csv"
    let fast = TrainingSpeed(facesPerSecond: 100, weightCount: 1_000_000)
    let plan = StudyPlan(
      configuration: configuration, faces: [face(1, .happy), face(30, .happy)], ageFaces: [],
      speeds: StudyPlan.Speeds(age: nil, infant: fast, adult: fast, imagesPerSecond: 1000))
    let text = plan.lines.joined(separator: "\n")
    #expect(!text.contains("estimat") && !text.contains("learn ages"), "\(text)")
    #expect(text.contains("It divides the faces, trains the infant model"))
    #expect(plan.secondsOfStages[.age] == nil && plan.secondsOfStages[.estimation] == nil)
    #expect(!configuration.estimatesAges && configuration.trainings.count == 2)
    configuration.data.ageFaces = "ages.csv"
    #expect(configuration.estimatesAges && configuration.trainings.count == 3)
  }

  @Test func timeIsThatOfTheEpochsThatMayBe() {
    // 70 % learn and 15 % are looked at in each of 10 epochs; no face is an infant's and an adult's.
    let known = plan((0..<100).map { _ in face(1, .happy) }).seconds
    #expect(abs(known[2].seconds - 100 * 10 * (0.7 + 0.05) / 100) < 1e-9)
    // Faces of unknown age count as adults'.
    let unknown = plan((0..<100).map { _ in face(nil, .happy) }).seconds
    #expect(abs(unknown[2].seconds - 100 * 10 * (0.7 + 0.05) / 50) < 1e-9)
    #expect(abs(unknown[0].seconds - 0.1) < 1e-9)
    #expect(plan([face(nil, .happy)]).lines.last?.contains("counted as adults’") == true)
    #expect(plan([face(1, .happy)]).lines.last?.contains("counted as adults’") == false)
    let divided = plan([face(1, .happy, .train), face(1, .happy, .test)]).seconds
    #expect(abs(divided[2].seconds - 2 * 10 * 0.5 / 100) < 1e-9)
  }

  @Test func theWholeStudysTimeIsWhatWasAndWhatIsToCome() throws {
    let folder = try TemporaryFolder()
    #expect(try StageTimes(folder.url).outlook(ahead: StudyStage.allCases) == nil)
    try StageTimes(folder.url).keep(estimates: [.age: 100, .infant: 200, .testing: 60])
    try AtomicFile.write(#"{"Gathering faces": 30}"#, to: folder.file("cache/times.json"))
    let times = try StageTimes(folder.url)
    #expect(times.outlook(ahead: StudyStage.allCases) == "30 s so far, about 7 min in all")
    #expect(times.outlook(ahead: [.audit, .testing]) == "30 s so far, about 2 min in all")
    #expect(times.outlook(ahead: [.inspection]) == "30 s so far")
    // A busy computer has shown its pace: three times as long.
    try AtomicFile.write(
      #"{"Training the age estimator": 300}"#, to: folder.file("cache/times.json"))
    try times.keep(estimates: [.age: 100, .infant: 200])
    #expect(
      try StageTimes(folder.url).outlook(ahead: [.infant]) == "5 min so far, about 15 min in all")
    // When ages are estimated it is known who is a toddler.
    try times.keep(estimates: [.infant: 0, .adult: 1000], ofAFace: [.infant: 2, .adult: 0.5])
    try times.count([.infant: 60, .adult: 300])
    #expect(times.outlook(ahead: [.infant, .adult]) == "30 s so far, about 5 min in all")
  }

  @Test(arguments: [
    (0.2, "1 s"), (75, "75 s"), (100, "2 min"), (3700, "62 min"), (7200, "2 h"), (11_000, "3 h"),
    (12_000, "3 h 20 min"),
  ])
  func durationsHaveFewDigits(seconds: Double, words: String) {
    #expect(StudyPlan.inWords(seconds) == words)
  }

  @Test func aFullDiskIsRefusedBeforeAnythingIsDone() throws {
    let folder = URL(fileURLWithPath: "/runs/a")
    #expect(try StudyPlan.spaceWarning(needed: 10, free: 100, in: folder) == nil)
    #expect(
      try StudyPlan.spaceWarning(needed: 90_000_000, free: 100_000_000, in: folder)?
        .contains("90 MB into /runs/a, and its disk has 100 MB left") == true)
    let error = #expect(throws: SmilestoneError.self) {
      try StudyPlan.spaceWarning(needed: 2_000_000_000, free: 100_000_000, in: folder)
    }
    #expect(error?.message.contains("2.0 GB") == true)
    #expect(error?.remedy?.contains("another disk") == true)
    let few = plan([face(1, .happy)])
    let forms = [FaceForm(size: 48, colour: .grey), FaceForm(size: 48, colour: .grey)]
    // A face in one form, 4 million weights and 4 times the 2 million of the largest network.
    #expect(
      few.bytes(forms: forms, ageForm: forms[0]) == 3 * 48 * 48 + 4 * (4_000_000 + 8_000_000)
        + 60_000_000)
  }

  @Test func freeSpaceIsThatOfTheNearestFolder() {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("not/there")
    #expect(FreeSpace.bytes(at: place) ?? 0 > 0)
  }
}
