import Faces
import Foundation
import Planning
import Study
import Support
import TestSupport
import Testing

/// A plan of 60 children, simulated once.
let plannedStudy = Result {
  try StudyPlanning(
    design: StudyDesign(children: 60),
    expected: ExpectedModels(
      infant: ExpectedCurve(youngest: 0.8, oldest: 0.3, ageInYears: 8),
      adult: ExpectedCurve(youngest: 0.3, oldest: 0.85, ageInYears: 8)), target: PlanTarget(),
    settings: PlanSettings(studies: 20)
  ).plan()
}

/// A study holds to the settings that its plan freezes.
@Suite struct FrozenSettingsTests {
  private func plan(_ configuration: StudyConfiguration) throws -> PlanFile {
    let prediction = try plannedStudy.get()
    let folder = try TemporaryFolder()
    let text = try PlanFile.text(
      prediction, title: "Ours", settings: configuration.frozenSettings(), program: "Smilestone 0")
    return try PlanFile(contentsOf: folder.write(text, to: "plan.json5"))
  }

  private func held(_ plan: PlanFile, preset: Preset? = nil) throws -> StudyConfiguration {
    try StudyConfiguration(holdingTo: plan, preset: preset, otherwise: .synthetic, place: "plan")
  }

  @Test func settingsAreThePlansAndNothingElseIsFrozen() throws {
    var planned = StudyConfiguration(preset: .open)
    planned.seed = 7
    planned.adult.learningRate = 2e-5
    planned.adult.initialWeights = "/elsewhere/weights"
    let plan = try plan(planned)
    var configuration = try held(plan)
    #expect(configuration.preset == .open)
    #expect(configuration.seed == 7)
    #expect(configuration.adult.learningRate == 2e-5)
    #expect(configuration.adult.initialWeights == nil)
    #expect(configuration.plan == plan.stated.sha256)
    try configuration.requireHeld(to: plan, place: "plan")
    configuration.data.faces = "fer2013"
    configuration.infant.initialWeights = "mine"
    try configuration.requireHeld(to: plan, place: "plan")
  }

  @Test func everyPresetKeepsItsSettings() throws {
    for preset in Preset.allCases {
      let plan = try plan(StudyConfiguration(preset: preset))
      try held(plan).requireHeld(to: plan, place: "plan")
    }
  }

  /// Synthetic faces are what the settings draw.
  @Test func syntheticFacesAreThoseOfThePlan() throws {
    var planned = StudyConfiguration(preset: .synthetic)
    planned.data.synthetic.subjects = 300
    planned.modelTrainings = 3
    let plan = try plan(planned)
    var configuration = try held(plan)
    #expect(configuration.data.synthetic.subjects == 300)
    #expect(configuration.modelTrainings == 3)
    try configuration.requireHeld(to: plan, place: "plan")
    configuration.data.synthetic.subjects = 200
    configuration.modelTrainings = 2
    let error = #expect(throws: SmilestoneError.self) {
      try configuration.requireHeld(to: plan, place: "plan")
    }
    let message = error?.message ?? ""
    #expect(message.contains("data.synthetic.subjects: 300, now 200"), "\(message)")
    #expect(message.contains("modelTrainings: 3, now 2"), "\(message)")
  }

  @Test func deviationsAreRefusedByName() throws {
    let plan = try plan(StudyConfiguration(preset: .open))
    var configuration = try held(plan)
    configuration.adult.epochs = 3
    configuration.seed = 9
    let error = #expect(throws: SmilestoneError.self) {
      try configuration.requireHeld(to: plan, place: "plan.json5")
    }
    #expect(error?.code == .usage)
    let message = error?.message ?? ""
    for part in ["plan.json5", "adult.epochs: ", ", now 3", "seed: 1, now 9"] {
      #expect(message.contains(part), "\(message)")
    }
    let other = try held(plan, preset: .scratch)
    #expect(throws: SmilestoneError.self) { try other.requireHeld(to: plan, place: "plan") }
  }
}
