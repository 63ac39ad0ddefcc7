import Foundation
import Presentation

/// The small images below a recording's chart.
struct SessionFaces {
  let faces: [EventFace]

  /// The faces of one recording; nothing where there are none.
  func html(of session: RecordedSession) -> HTML {
    let faces = faces.filter { $0.video == session.video }
    guard !faces.isEmpty else { return "" }
    let items = faces.map { face -> HTML in
      """
      <li>\(image(face))<span class="label"><bdi>\(HTML.data(face.code))</bdi></span>\
      <span class="label"><bdi>\(HTML.data(face.coder))</bdi>, \(Format.number(face.time, decimals: 1)) s</span></li>
      """
    }
    return "<ul class=\"faces\" aria-label=\"Faces at events\">\(items)</ul>"
  }

  private func image(_ face: EventFace) -> HTML {
    switch face.image {
    case .shown(let data):
      "<img src=\"\(data.imageAddress ?? "")\" width=\"72\" height=\"72\" alt=\"Face coded \(HTML.data(face.code))\">"
    case .hidden: "<span class=\"hidden-face\">not shown</span>"
    case .unreadable: "<span class=\"hidden-face\">no image</span>"
    }
  }

  /// What the page shows of people, one or two sentences.
  var note: String {
    let (shown, hidden) = (faces.count(where: \.isShown), faces.count(where: \.isHidden))
    let first =
      shown == 0
      ? "This page shows no image of anybody."
      : "Small images of faces in this page: \(Format.count(shown)). Mind who may see it."
    let second =
      " Left out, as they are or may be of children up to three years: \(Format.count(hidden))."
    return first + (hidden == 0 ? "" : second)
  }
}

extension EventFace {
  fileprivate var isShown: Bool { if case .shown = image { true } else { false } }
  fileprivate var isHidden: Bool { if case .hidden = image { true } else { false } }
}
