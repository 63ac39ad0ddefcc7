import Support

/// How often each of `count` subjects is drawn in a resample of as many.
func resample(_ count: Int, using generator: inout SeededGenerator) -> [Double] {
  var times = [Double](repeating: 0, count: count)
  for _ in 0..<count { times[generator.integer(below: count)] += 1 }
  return times
}
