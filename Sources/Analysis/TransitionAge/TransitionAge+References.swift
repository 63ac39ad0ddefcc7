import Support

extension TransitionAge {
  package static func references(of run: RunResults) -> [Reference] {
    run[TransitionAge.self] == nil ? [] : [nuisance]
  }

  private static let nuisance = Reference(
    "article", "davies1987hypothesis",
    [
      "title":
        "Hypothesis testing when a nuisance parameter is present only under the alternative",
      "author": "Davies, Robert B.", "journal": "Biometrika", "volume": "74", "pages": "33--43",
      "year": "1987", "doi": "10.1093/biomet/74.1.33",
    ])
}
