import Support

extension LabelScheme {
  /// Whether another scheme's labels can be made into this one's.
  public func isMade(from other: LabelScheme) -> Bool {
    guard let source else { return false }
    return other.emotions.allSatisfy { source.index(of: $0) != nil }
  }

  /// Another scheme's votes summed by what their labels become.
  /// - Returns: nil where nobody voted for any of these labels.
  func votes(_ votes: [Double], from other: LabelScheme) -> [Double]? {
    var sums = Array(repeating: 0.0, count: count)
    for (emotion, number) in zip(other.emotions, votes) {
      if let place = self.emotion(from: emotion).flatMap(index(of:)) { sums[place] += number }
    }
    return sums.contains { $0 > 0 } ? sums : nil
  }
}

extension Manifest {
  /// The column that keeps labels that the scheme does not have.
  static let sourceLabelColumn = "source_label"

  /// The manifest with its labels in another scheme: the same where both have the same labels, made
  /// by the map where the other scheme has one. A label that is left out stays in the column
  /// `source_label`, with `emotion` empty.
  /// - Parameter name: what the manifest is called in messages.
  /// - Throws: `SmilestoneError.badInput` that names both, where there is no way from one to the
  ///   other.
  public func labelled(by scheme: LabelScheme, name: String) throws -> Manifest {
    let own = vocabulary.labels
    var result = self
    result.vocabulary.labels = scheme
    if scheme.agrees(with: own) { return result }
    guard scheme.isMade(from: own) else {
      throw SmilestoneError.badInput(
        "\(name) has labels of the scheme \(own.id) (\(own.namesInWords)), and those of "
          + "\(scheme.id) (\(scheme.namesInWords)) are asked for.",
        remedy:
          "Give --scheme \(LabelScheme.known.contains(own) ? own.id : "with that scheme’s file"), "
          + "or a scheme in JSON5 that says in `from` what these labels become.")
    }
    var leftOut = values(ofExtraColumn: Manifest.sourceLabelColumn) ?? records.map { _ in "" }
    for (row, record) in records.enumerated() {
      result.records[row].emotion = record.emotion.flatMap(scheme.emotion(from:))
      result.records[row].votes = record.votes.flatMap { scheme.votes($0, from: own) }
      if let emotion = record.emotion, result.records[row].emotion == nil {
        leftOut[row] = emotion.rawValue
      }
    }
    if namesRaters {
      result.setExtraColumn(
        RaterLabels.column,
        to: raterLabels.map { $0?.mapped(label: scheme.emotion(from:)).cell ?? "" })
    }
    if leftOut.contains(where: { !$0.isEmpty }) {
      result.setExtraColumn(Manifest.sourceLabelColumn, to: leftOut)
    }
    return result
  }
}

extension Manifest {
  /// The manifest with the whole of a scheme of which its column keeps the names alone; itself where its
  /// labels are others.
  public func describing(_ scheme: LabelScheme) -> Manifest {
    guard scheme.agrees(with: vocabulary.labels) else { return self }
    var described = self
    described.vocabulary.labels = scheme
    return described
  }
}

extension LabelScheme {
  /// Refuses two files whose labels do not mean the same.
  /// - Parameters:
  ///   - first: what this scheme's file is called: "The model infant/model.safetensors".
  ///   - second: the other file.
  /// - Throws: `SmilestoneError.badInput` that names both.
  public func requireAgreement(
    _ first: String, with other: LabelScheme, _ second: String, remedy: String
  ) throws {
    guard !agrees(with: other) else { return }
    throw SmilestoneError.badInput(
      "\(first) has the labels of the scheme \(id) (\(namesInWords)), and \(second) those of "
        + "\(other.id) (\(other.namesInWords)).", remedy: remedy)
  }
}
