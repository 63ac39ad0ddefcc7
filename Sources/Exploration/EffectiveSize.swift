/// How many independent faces a list of clustered ones is worth at least: n² / Σ m², m the sizes of
/// the clusters, as if faces of one cluster were all alike (Kish 1965, "Survey Sampling", with an
/// intraclass correlation of one).
/// - Parameter clusters: The cluster of each face.
/// - Returns: 0 for no faces.
func effectiveSize(_ clusters: [Int]) -> Double {
  var sizes: [Int: Double] = [:]
  for cluster in clusters { sizes[cluster, default: 0] += 1 }
  let squares = sizes.values.reduce(0) { $0 + $1 * $1 }
  return squares > 0 ? Double(clusters.count) * Double(clusters.count) / squares : 0
}
