import Foundation
import Presentation

/// A network as a row of blocks, drawn from its layers: as high as the output's side, as wide as
/// it has channels.
struct ArchitectureDrawing {
  private let layers: [Architecture.Layer]

  init(_ architecture: Architecture) { layers = architecture.layers }

  private static let step = 96.0
  private static let floor = 150.0

  var svg: HTML {
    let width = Int(ArchitectureDrawing.step * Double(layers.count))
    let blocks = layers.enumerated().map { block($0.element, at: $0.offset) }
    let summary = layers.map {
      "\($0.name): output \($0.outputShape), \(Format.count($0.parameterCount)) parameters"
    }
    let highest = layers.map { size($0).height + size($0).depth }.max() ?? 0
    let top = ArchitectureDrawing.floor - highest - 6
    return """
      <svg viewBox="0 \(trusted: n(top)) \(trusted: "\(width)") \(trusted: n(206 - top))" role="img" \
      aria-label="\(summary.joined(separator: "; "))">
      \(blocks)
      </svg>
      """
  }

  private func block(_ layer: Architecture.Layer, at position: Int) -> HTML {
    let middle = ArchitectureDrawing.step * (Double(position) + 0.5)
    let size = size(layer)
    let left = middle - size.width / 2 - size.depth / 2
    let top = ArchitectureDrawing.floor - size.height
    let frozen = layer.isFrozen ? " frozen" : ""
    let right = left + size.width
    let (back, lid) = (right + size.depth, top - size.depth)
    let sidePath =
      "M\(n(right)) \(n(top))L\(n(back)) \(n(lid))V\(n(lid + size.height))"
      + "L\(n(right)) \(n(top + size.height))Z"
    let lidPath =
      "M\(n(left)) \(n(top))L\(n(left + size.depth)) \(n(lid))H\(n(back))L\(n(right)) \(n(top))Z"
    let parameters = layer.parameterCount > 0 ? Format.count(layer.parameterCount) : "none"
    return """
      <path class="side\(trusted: frozen)" d="\(trusted: lidPath)"/>
      <path class="side\(trusted: frozen)" d="\(trusted: sidePath)"/>
      <rect class="block\(trusted: frozen)" x="\(trusted: n(left))" y="\(trusted: n(top))" \
      width="\(trusted: n(size.width))" height="\(trusted: n(size.height))"/>
      <text x="\(trusted: n(middle))" y="168">\(layer.name)</text>
      <text class="soft" x="\(trusted: n(middle))" y="183">\(layer.outputShape)</text>
      <text class="soft" x="\(trusted: n(middle))" y="198">\(parameters)</text>
      """
  }

  /// Channels are the first number of the output's shape; a vector is a flat block.
  private func size(_ layer: Architecture.Layer) -> (width: Double, height: Double, depth: Double) {
    let shape = layer.outputShape.split(separator: "×").compactMap {
      Double($0.trimmingCharacters(in: .whitespaces))
    }
    let channels = shape.first ?? 1
    let side = shape.count > 1 ? shape[1] : 1
    return (
      width: 8 + 5 * log2(max(channels, 1)), height: 10 + 14 * log2(max(side, 1)),
      depth: 2 + 2.5 * log2(max(side, 1))
    )
  }

  /// A coordinate to a tenth.
  private func n(_ value: Double) -> String { String(format: "%.1f", value) }
}
