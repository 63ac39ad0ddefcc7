import Foundation
import Study
import Support
import TestSupport
import Testing
import Training

@Suite struct SettingsFileTests {
  private let preset = StudyConfiguration(preset: .open)

  @Test func assignmentsReachNestedSettings() throws {
    let changed = try SettingsFile.applying(
      [
        "age.epochs=3", "infant.distanceLoss.weight=0", "seed=18446744073709551615",
        "adult.initialWeights=weights.safetensors", "adult.frozenLayers=[\"layer1\"]",
        "colour=colour",
      ], to: preset)
    #expect(changed.age.epochs == 3)
    #expect(changed.infant.distanceLoss.weight == 0)
    #expect(changed.seed == .max)
    #expect(changed.adult.initialWeights == "weights.safetensors")
    #expect(changed.adult.frozenLayers == ["layer1"])
    #expect(changed.colour == .colour)
    #expect(changed.infant.epochs == preset.infant.epochs)
  }

  @Test func filesAreJSON5() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      """
      // A comment, unquoted keys and a trailing comma.
      { seed: 9, age: { learningRate: 5e-4, }, }
      """, to: "settings.json5")
    let changed = try SettingsFile.applying(file, to: preset)
    #expect(changed.seed == 9)
    #expect(changed.age.learningRate == 5e-4)
  }

  @Test(arguments: [
    ("age.epoch=3", "age.epoch"), ("nothing=1", "nothing"), ("age.epochs=many", "age.epochs"),
    ("age.epochs", "KEY=VALUE"), ("colour=blue", "colour"), ("seed=-1", "seed"),
  ])
  func wrongSettingsAreNamed(assignment: String, named: String) throws {
    let error = #expect(throws: SmilestoneError.self) {
      try SettingsFile.applying([assignment], to: preset)
    }
    #expect(error?.code == .usage)
    #expect(error?.description.contains(named) == true, "\(error?.description ?? "")")
  }

  /// Of every setting that is a choice, in the words of a user.
  @Test func wrongChoicesAreAnsweredWithTheChoices() throws {
    func answered<Settings: DescribedSettings & Codable>(_ settings: Settings) throws -> Int {
      let choices = Settings.descriptions.filter { $0.rule == nil && $0.values.hasPrefix("`") }
      for choice in choices {
        let error = #expect(throws: SmilestoneError.self) {
          try SettingsFile.applying(["\(choice.name)=wrong"], to: settings)
        }
        let text = error?.description ?? ""
        #expect(text.contains("“\(choice.name)” cannot be wrong. It may be: "), "\(text)")
        #expect(text.contains(choice.values.replacing("`", with: "")), "\(text)")
      }
      return choices.count
    }
    #expect(try answered(preset) > 20)
    #expect(try answered(TrainingSettings()) > 6)
  }

  /// Decoders do not name every setting that does not fit.
  @Test func theSettingThatDoesNotFitIsNamed() throws {
    let folder = try TemporaryFolder()
    for (text, name) in [
      ("{ age: { epochs: 3, seed: -1 }, colour: 'grey' }", "age.seed"), ("{ seed: -1 }", "seed"),
    ] {
      let file = try folder.write(text, to: "settings.json5")
      let error = #expect(throws: SmilestoneError.self) {
        try SettingsFile.applying(file, to: preset)
      }
      #expect(error?.message.hasSuffix("“\(name)” cannot be -1.") == true, "\(error as Any)")
    }
  }

  /// Nothing of what is refused here was refused before a stage had begun.
  @Test(arguments: [
    "split.test=-0.5", "split.train=1e308", "ageSplit.validation=0",
    "data.synthetic.subjects=9223372036854775807",
    "data.synthetic.imagesPerSubject=4611686018427387904", "data.synthetic.ageSubjects=0",
    "data.synthetic.ageImagesPerSubject=-1", "data.synthetic.transition.widthInYears=0",
    "adult.imageSize=4",
  ])
  func settingsOutOfRangeAreRefusedAtOnce(assignment: String) throws {
    let changed = try SettingsFile.applying(
      [assignment], to: StudyConfiguration(preset: .synthetic))
    let error = #expect(throws: SmilestoneError.self) { try changed.validate() }
    #expect(error?.code == .usage && error?.remedy != nil)
  }

  @Test func layersThatCannotBeFrozenAreRefusedAtOnce() throws {
    let changed = try SettingsFile.applying(
      ["age.frozenLayers=[\"x\"]"], to: StudyConfiguration(preset: .synthetic))
    try changed.validate()
    let error = #expect(throws: SmilestoneError.self) { try changed.requireModelsThatFit() }
    #expect(error?.message.contains("“x”") == true)
    try StudyConfiguration(preset: .synthetic).requireModelsThatFit()
  }

  @Test func brokenFilesAreRefused() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("{ seed: ", to: "broken.json5")
    for url in [file, folder.file("missing.json5")] {
      let error = #expect(throws: SmilestoneError.self) {
        try SettingsFile.applying(url, to: preset)
      }
      #expect(error?.code == .badInput)
    }
  }
}

@Suite struct PresetTests {
  /// The settings that the study states (STUDY: model and age estimator tables).
  @Test func paperHasTheStudysSettings() {
    let paper = StudyConfiguration(preset: .paper)
    #expect(paper.age.architecture == .resNet50 && paper.age.imageSize == 128)
    #expect(paper.age.dropout == 0.2)
    #expect(paper.infant.architecture == .resNet18 && paper.infant.imageSize == 224)
    #expect(paper.infant.dropout == 0.5 && paper.adult.dropout == 0.7)
    #expect(paper.infant.learningRate == 5e-4 && paper.adult.learningRate == 1e-5)
    #expect(paper.infant.weightDecay == 5e-4 && paper.adult.weightDecay == 2e-3)
    #expect(paper.infant.frozenLayers.isEmpty && paper.adult.frozenLayers == ["layer1"])
    #expect(paper.infant.labelSmoothing == 0.05 && paper.adult.labelSmoothing == 0.05)
    #expect(paper.infant.distanceLoss.weight == 0.0035)
    #expect(paper.infant.epochs == 28 && paper.infant.patience == 8 && paper.adult.patience == 8)
    #expect(paper.infant.augmentation == .study)
  }

  @Test(arguments: [
    (Preset.paper, "`smilestone weights fetch resnet18 resnet50`"), (.open, "`make setup`"),
  ])
  func pretrainedPresetsRefuseToStartWithoutWeights(preset: Preset, command: String) throws {
    var configuration = StudyConfiguration(preset: preset)
    configuration.data.faces = "faces"
    configuration.data.ageFaces = "ages"
    let error = #expect(throws: SmilestoneError.self) { try configuration.validate() }
    #expect(error?.description.contains("Get them with \(command) (") == true)
    #expect(error?.description.contains("--random-initialisation") == true)
    configuration.randomInitialisation = true
    try configuration.validate()
  }

  @Test func photographsNeedFacesAndPerhapsAges() throws {
    var scratch = StudyConfiguration(preset: .scratch)
    let error = #expect(throws: SmilestoneError.self) { try scratch.validate() }
    #expect(error?.description.contains("--age-faces") == true)
    scratch.data.faces = "faces"
    // Their ages may be known.
    try scratch.validate()
    #expect(!scratch.trainsAgeEstimator)
    scratch.data.ageFaces = "ages"
    try scratch.validate()
    #expect(scratch.trainsAgeEstimator)
  }
}
