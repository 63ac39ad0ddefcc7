import Support

extension TransitionAge {
  package static func references(of run: RunResults) -> [Reference] {
    guard let transition = run[TransitionAge.self] else { return [] }
    return transition.models.contains { $0.curve?.shapes != nil }
      ? [nuisance, criterion] : [nuisance]
  }

  private static let criterion = Reference(
    "article", "lebreton1992modeling",
    [
      "title":
        "Modeling survival and testing biological hypotheses using marked animals: a unified approach with case studies",
      "author":
        "Lebreton, Jean-Dominique and Burnham, Kenneth P. and Clobert, Jean and Anderson, David R.",
      "journal": "Ecological Monographs", "volume": "62", "pages": "67--118", "year": "1992",
      "doi": "10.2307/2937171",
    ])

  private static let nuisance = Reference(
    "article", "davies1987hypothesis",
    [
      "title":
        "Hypothesis testing when a nuisance parameter is present only under the alternative",
      "author": "Davies, Robert B.", "journal": "Biometrika", "volume": "74", "pages": "33--43",
      "year": "1987", "doi": "10.1093/biomet/74.1.33",
    ])
}
