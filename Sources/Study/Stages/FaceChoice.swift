import Report

/// Which faces a report's page shows.
public struct FaceChoice: Sendable {
  /// Which images go into the file. By default those of real infants do not.
  public var visibility: FaceVisibility
  /// Whether all test faces can be looked at, instead of a few of each cell of the confusion
  /// matrices.
  public var showsAllFaces: Bool

  public init(visibility: FaceVisibility = .withoutRealInfants, showsAllFaces: Bool = false) {
    self.visibility = visibility
    self.showsAllFaces = showsAllFaces
  }
}
