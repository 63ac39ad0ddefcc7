import Support

/// Results name age groups and labels. Those of another vocabulary have no place in the one that they are read by,
/// so they are refused where they stand.
extension Decoder {
  /// The vocabulary that what is decoded must be of; nil where any will do.
  package var vocabulary: Vocabulary? {
    CodingUserInfoKey.vocabulary.flatMap { userInfo[$0] as? Vocabulary }
  }

  /// - Parameter reason: "is none of …", which `JSONText` says after the field's name.
  func refusal(_ reason: String) -> DecodingError {
    .dataCorrupted(
      .init(
        codingPath: codingPath, debugDescription: reason,
        underlyingError: SmilestoneError.badInput(reason)))
  }
}

extension CodingUserInfoKey {
  static let vocabulary = CodingUserInfoKey(rawValue: "vocabulary")
}

extension Vocabulary {
  /// For `JSONText`: age groups and labels must be of this vocabulary.
  package var required: [CodingUserInfoKey: any Sendable] {
    CodingUserInfoKey.vocabulary.map { [$0: self] } ?? [:]
  }
}
