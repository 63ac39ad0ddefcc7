import Faces
import Foundation
import Statistics
import Support

/// Models trained alike on each age group and tested on every one: `matrix/matrix.json`.
///
/// All models had as many faces with the same distribution of emotions, the same settings, and so many
/// trainings each that differ in their seed: in the faces drawn, the initial weights and the order
/// of the faces. The models that are tested on the group they were trained on are the controls:
/// they show how well a group can be read at all after such a training.
///
/// What varies between test subjects is in the intervals; what varies between trainings is apart, as
/// the standard deviation between seeds. docs/fair-training.md has every field.
public struct TrainTestMatrix: Codable, Sendable, Equatable {
  public var settings: MatrixAnalysisSettings
  /// Trainings on each age group.
  public var trainings: Int
  /// Faces that each model learnt from and was chosen by.
  public var trainingFaces: Int
  public var validationFaces: Int
  /// The emotions that all models learnt, and of how many training faces each.
  public var learntEmotions: [Emotion]
  public var trainingFacesByEmotion: [Int]
  /// The emotions, all counting the same, that accuracies rest on: learnt ones with at least 5 test
  /// faces in each of `testedGroups`.
  public var testedEmotions: [Emotion]
  /// The groups that models were trained on, and those with enough test faces to be tested on.
  public var trainedGroups: [AgeGroup]
  public var testedGroups: [AgeGroup]
  /// One for each trained and tested group, row by row.
  public var cells: [MatrixCell]
  /// One for each cell whose tested group has a control, without the controls themselves.
  public var foreignTrainings: [ForeignTraining]

  public func cell(trainedOn: AgeGroup, testedOn: AgeGroup) -> MatrixCell? {
    cells.first { $0.trainedOn == trainedOn && $0.testedOn == testedOn }
  }
}

/// The models trained on one age group, tested on one.
public struct MatrixCell: Codable, Sendable, Equatable {
  public var trainedOn: AgeGroup
  public var testedOn: AgeGroup
  /// Test faces with a tested emotion, and different subjects among them (nil where a face's
  /// subject is unknown).
  public var n: Int
  public var subjects: Int?
  /// The mean over trainings of accuracy at an equal distribution of emotions, in 0 … 1; its interval resamples test
  /// subjects and takes the trained models as they are.
  public var accuracy: Estimate?
  /// The accuracy of each training, and their standard deviation (nil for one training).
  public var accuracies: [Double]
  public var standardDeviationBetweenTrainings: Double?

  /// Whether the models are tested on the group that they were trained on.
  public var isControl: Bool { trainedOn == testedOn }
}

/// What it costs to be trained on another age group than the one that is tested.
public struct ForeignTraining: Codable, Sendable, Equatable {
  public var trainedOn: AgeGroup
  public var testedOn: AgeGroup
  /// Accuracy minus that of the control on the same faces, mean over trainings, with the interval
  /// over test subjects.
  public var difference: Estimate?
  /// The difference of each training from the control with the same number, and their standard
  /// deviation (nil for one training).
  public var differences: [Double]
  public var standardDeviationBetweenTrainings: Double?
  /// Sign flips of whole test subjects' parts in `difference`, all trainings together, and the
  /// p-value after Holm's correction for all tests of the list. Both take the trained models as they
  /// are.
  public var test: TestResult?
  public var adjustedPValue: Double?

  /// Whether every training has the sign of the mean.
  public var isAlikeInAllTrainings: Bool {
    differences.allSatisfy { $0 > 0 } || differences.allSatisfy { $0 < 0 }
  }
}

/// How the matrix's numbers are made.
public struct MatrixAnalysisSettings: Codable, Sendable, Equatable {
  /// Seed of the bootstrap resamples.
  public var seed: UInt64
  /// Bootstrap resamples for each interval.
  public var replicates: Int
  /// Level of every interval.
  public var level: Double
  /// A group with fewer test faces is not tested on; an emotion with fewer in a tested group leaves
  /// all groups.
  public var minimumFacesOfGroup: Int
  public var minimumFacesOfEmotion: Int

  /// The defaults: seed 1, 2,000 resamples, 95 %, 30 faces of a group and 5 of an emotion, as for
  /// the study's own two models.
  public init(
    seed: UInt64 = 1, replicates: Int = 2000, level: Double = 0.95, minimumFacesOfGroup: Int = 30,
    minimumFacesOfEmotion: Int = 5
  ) {
    self.seed = seed
    self.replicates = replicates
    self.level = level
    self.minimumFacesOfGroup = minimumFacesOfGroup
    self.minimumFacesOfEmotion = minimumFacesOfEmotion
  }
}

extension TrainTestMatrix {
  /// - Throws: `SmilestoneError.badInput` when the file is none of this version, or has other age groups or
  ///   labels than the vocabulary.
  public init(contentsOf url: URL, of vocabulary: Vocabulary) throws {
    self = try JSONText.read(
      TrainTestMatrix.self, from: url, as: "a matrix of this version",
      formerNames: FormerNames([
        "fewestFacesOfGroup": "minimumFacesOfGroup",
        "fewestFacesOfEmotion": "minimumFacesOfEmotion",
      ]), userInfo: vocabulary.required,
      remedy: "Remove it and give the command `smilestone matrix` again.")
  }

  /// Writes the file whole or not at all; equal contents give equal bytes.
  public func write(to url: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try AtomicFile.write(try encoder.encode(self) + Data("\n".utf8), to: url)
  }
}
