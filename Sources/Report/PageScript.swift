/// What the page does; each file in `Assets` does one thing.
enum PageScript {
  static var source: String {
    let files = [
      PackageResources.charts_js, PackageResources.choices_js, PackageResources.matrices_js,
      PackageResources.faces_js, PackageResources.copying_js, PackageResources.contents_js,
      PackageResources.downloads_js, PackageResources.terms_js,
    ].map { String(decoding: $0, as: UTF8.self) }
    return "\"use strict\";\n(() => {\n\(files.joined(separator: "\n"))})();\n"
  }
}
