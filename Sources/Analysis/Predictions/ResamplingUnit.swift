import Faces

/// What a face is drawn with when faces are resampled: faces of one unit are not independent.
public enum ResamplingUnit: Sendable, Hashable {
  /// The person, by a name that is unique over sources.
  case subject(String)
  /// Copies and near duplicates of one photograph of nobody known.
  case photograph(String)

  /// The subject, else the photograph; nil where neither is known, and the face stands for itself.
  /// - Parameters:
  ///   - uniqueSubject: a name that is unique over sources.
  ///   - photograph: what the copies of one photograph share: the manifest's `duplicate_cluster`.
  init?(uniqueSubject: String?, photograph: String?) {
    if let uniqueSubject {
      self = .subject(uniqueSubject)
    } else if let photograph {
      self = .photograph(photograph)
    } else {
      return nil
    }
  }
}
