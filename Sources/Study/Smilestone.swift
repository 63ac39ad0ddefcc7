import CVersion
import Torch

/// The program itself.
public enum Smilestone {
  /// Of the program and its library (semver.org).
  public static let version = "1.0.0"

  /// The commit that it was built from: "3f2a9c41b7d0", with "-dirty" where files differed from it; nil
  /// where the build was not told.
  public static var commit: String? {
    let commit = String(cString: cv_commit())
    return commit.isEmpty ? nil : commit
  }

  /// "smilestone 1.0.0 (commit 3f2a9c41b7d0, libtorch 2.13.0)".
  public static var description: String {
    "smilestone \(version) (commit \(commit ?? "unknown"), libtorch \(Runtime.libtorchVersion))"
  }
}
