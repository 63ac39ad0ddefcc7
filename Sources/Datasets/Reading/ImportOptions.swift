import Faces
import Foundation
import Support

/// What a user can tell an adapter beyond the place of the data set.
public struct ImportOptions: Sendable {
  /// A table with labels, beyond those in the data set's own places.
  public var labels: URL?
  /// What `smilestone video` made of the videos: where the studied person's face is.
  public var frames: URL?
  /// The folder that a table's image names start from; nil for the table's own folder.
  public var images: URL?
  /// The labels and age groups that faces get.
  public var vocabulary = Vocabulary.study
  /// Whether faces with labels outside of the scheme stay, without an emotion.
  public var keepsOtherLabels = false
  /// Whether the emotion is the raters' first choice where there are votes.
  public var takesEmotionFromVotes = false
  /// Faces of this age in years and above are left out; nil for none.
  public var droppedFromAgeInYears: Double?
  /// The age groups that faces are sorted into; nil for those that the data set states, else the study's.
  public var ages: AgeGrouping?
  /// A table's column, by the manifest's column that it fills.
  public var columns: [String: String] = [:]
  /// What cells and names of folders stand for.
  public var values = ValueMap()
  /// What the images' names say.
  public var pattern: NamePattern?
  /// How the letters of tables are written; nil for UTF-8, or what a byte-order mark says.
  public var encoding: TextEncoding?
  /// Where images that a data set holds as numbers in a table are written.
  public var imageFolder: URL?
  /// Whether they are; not where faces are only counted.
  public var writesImages = true
  /// Where what was left out is listed when nothing at all can be used; nil for nowhere.
  public var skippedList: URL?
  public var observer: any ProgressObserver = SilentObserver()

  public init() {}

  /// Refuses to take emotions from votes that are not there: the data set's own labels would stand
  /// in for them unnoticed.
  /// - Parameter areThere: whether any face has votes.
  func requireVotes(_ areThere: Bool, remedy: String) throws {
    guard takesEmotionFromVotes, !areThere else { return }
    throw SmilestoneError.badInput(
      "--emotion-from-votes: there are no votes (no table of votes was given or found, or it is "
        + "empty).", remedy: remedy)
  }
}

/// The options that only some adapters understand, by their names on the command line.
public enum ImportOption: String, Sendable, Hashable, CaseIterable {
  case labels
  case frames
  case images
  case keepOtherLabels = "keep-other-labels"
  case emotionFromVotes = "emotion-from-votes"
  case dropAgesFrom = "drop-ages-from"
  case column
  case value
  case encoding
  case pattern
}
