import Analysis
import Foundation
import Support

extension Reference {
  /// What a run's paper has to cite: the program, then the methods that the run used, then the
  /// networks, data sets and programs of others.
  static func all(for input: ReportInput) -> [Reference] {
    let choices: [(Reference, Bool)] = [
      (program(input), true),
      (centreLoss, input.methodNotes.contains { $0.equations.contains(.distanceLoss) }),
      (labelDistribution, input.methodNotes.contains { $0.equations.contains(.ageDistribution) }),
      (modelCards, input.results.metrics != nil), (dataSheets, true),
    ]
    return choices.filter(\.1).map(\.0)
      + Analyses.all.flatMap { $0.references(of: input.results) } + input.references
  }

  /// The works that the discussion names, as BibTeX.
  static var development: String {
    String(decoding: PackageResources.development_bib, as: UTF8.self)
      .trimmingCharacters(in: .newlines)
  }

  private static func program(_ input: ReportInput) -> Reference {
    Reference(
      "software", "smilestone",
      [
        "title": "{Smilestone}: when do children's facial expressions become adult-like?",
        "author": "{The Smilestone contributors}",
        "year": "2026", "version": input.programVersion ?? "unknown",
        "note": "Run ``\(plain(input.runName))''",
      ])
  }

  /// A name without the characters that mean something to TeX.
  static func plain(_ text: String) -> String {
    String(text.map { "\\{}$&#^_%~".contains($0) ? "-" : $0 })
  }

  private static let centreLoss = Reference(
    "inproceedings", "wen2016discriminative",
    [
      "title": "A discriminative feature learning approach for deep face recognition",
      "author": "Wen, Yandong and Zhang, Kaipeng and Li, Zhifeng and Qiao, Yu",
      "booktitle": "ECCV", "year": "2016", "doi": "10.1007/978-3-319-46478-7_31",
    ])

  private static let labelDistribution = Reference(
    "inproceedings", "gao2018age",
    [
      "title": "Age estimation using expectation of label distribution learning",
      "author": "Gao, Bin-Bin and Zhou, Hong-Yu and Wu, Jianxin and Geng, Xin",
      "booktitle": "IJCAI", "year": "2018", "doi": "10.24963/ijcai.2018/99",
    ])

  private static let modelCards = Reference(
    "inproceedings", "mitchell2019model",
    [
      "title": "Model cards for model reporting",
      "author": "Mitchell, Margaret and Wu, Simone and Zaldivar, Andrew and Barnes, Parker and "
        + "Vasserman, Lucy and Hutchinson, Ben and Spitzer, Elena and Raji, Inioluwa Deborah and "
        + "Gebru, Timnit",
      "booktitle": "FAT*", "year": "2019", "doi": "10.1145/3287560.3287596",
    ])

  private static let dataSheets = Reference(
    "article", "gebru2021datasheets",
    [
      "title": "Datasheets for datasets",
      "author": "Gebru, Timnit and Morgenstern, Jamie and Vecchione, Briana and "
        + "Vaughan, Jennifer Wortman and Wallach, Hanna and Daum{\\'e} III, Hal and Crawford, Kate",
      "journal": "Communications of the ACM", "volume": "64", "number": "12", "pages": "86--92",
      "year": "2021", "doi": "10.1145/3458723",
    ])
}
