import Faces

/// `--scheme`, which says what labels faces have.
enum SchemeOption {
  static let option = Option.value(
    "--scheme", "FILE|NAME",
    "What labels faces have: \(LabelScheme.known.map(\.id).joined(separator: ", ")), or a scheme of "
      + "one's own in JSON5 (docs/schemes.md). Labels of another scheme are made into these where it "
      + "says how. Default: a manifest's own, emotions7 otherwise.")
}

extension Arguments {
  /// The scheme that `--scheme` names; nil where it was not given.
  func scheme() throws -> LabelScheme? {
    try string(SchemeOption.option.name).map(LabelScheme.init(named:))
  }

  /// The manifest with its labels in the scheme that was asked for.
  /// - Parameter name: what the manifest is called in messages.
  func labelled(_ manifest: Manifest, name: String) throws -> Manifest {
    try scheme().map { try manifest.labelled(by: $0, name: name) } ?? manifest
  }
}
