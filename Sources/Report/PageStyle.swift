/// The page's looks; each file in `Assets` has one part of them.
enum PageStyle {
  static var sheet: String {
    [
      PackageResources.colors_css, PackageResources.layout_css, PackageResources.components_css,
      PackageResources.tables_css, PackageResources.figures_css, PackageResources.matrices_css,
      PackageResources.faces_css, PackageResources.terms_css, PackageResources.print_css,
    ].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
  }
}
