import Support

extension ModelRepresentation {
  package static func references(of run: RunResults) -> [Reference] {
    guard let representation = run[ModelRepresentation.self] else { return [] }
    return (representation.saliency.contains { $0.layer != nil } ? [gradCAM] : [])
      + (representation.similarities.isEmpty ? [] : [alignment])
  }

  private static let gradCAM = Reference(
    "inproceedings", "selvaraju2017grad",
    [
      "title": "{Grad-CAM}: visual explanations from deep networks via gradient-based localization",
      "author": "Selvaraju, Ramprasaath R. and Cogswell, Michael and Das, Abhishek and "
        + "Vedantam, Ramakrishna and Parikh, Devi and Batra, Dhruv",
      "booktitle": "ICCV", "year": "2017", "doi": "10.1109/ICCV.2017.74",
    ])

  private static let alignment = Reference(
    "inproceedings", "kornblith2019similarity",
    [
      "title": "Similarity of neural network representations revisited",
      "author": "Kornblith, Simon and Norouzi, Mohammad and Lee, Honglak and Hinton, Geoffrey",
      "booktitle": "ICML", "year": "2019", "eprint": "1905.00414", "archiveprefix": "arXiv",
    ])
}
