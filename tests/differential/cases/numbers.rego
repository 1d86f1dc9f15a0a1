# Numbers.

# case: decimal sums are exact
p := 0.1 + 0.2
q := 0.1 + 0.2 == 0.3
r := 1.1 * 1.1
s := 0.3 - 0.1

# case: division
p := [1 / 2, 4 / 2, 1 / 3, 7 / 2, -7 / 2]

# case: division of whole numbers that is whole
p := 6 / 3
q := 6 / 3 == 2

# case: remainder
p := [7 % 3, -7 % 3, 7 % -3, 0 % 5]

# case: remainder of a fraction is an error
# input: {"n": 7.5}
p := input.n % 2

# case: division by zero is an error
# input: {"z": 0}
p := 1 / input.z

# case: remainder by zero is an error
# input: {"z": 0}
p := 1 % input.z

# case: large whole numbers
p := 9007199254740993
q := 9007199254740993 + 1
r := 9223372036854775807 + 1
s := 18446744073709551616

# case: very large products
p := 123456789012345678901234567890 * 10

# case: a number that is larger than a double
p := 1e400

# case: fractions with many digits
p := 0.1234567890123456789
q := 1.0000000000000001 == 1

# case: text of a number is kept
p := [1.10, 1e3, 1.0, 100000000000000000000]
q := 1.10 == 1.1

# case: numbers in input keep their text
# input: {"a": 1.10, "b": 1e3, "c": 12345678901234567890, "d": 0.30000000000000004}
p := input

# case: comparisons across text
# input: {"a": 1.10, "b": 1e3}
p := [input.a == 1.1, input.b == 1000, input.b > 999]

# case: rounding
p := [round(1.5), round(2.5), round(-1.5), round(1.4), ceil(1.1), floor(-1.1), ceil(-1.9), floor(1.9)]

# case: abs
p := [abs(-1), abs(1.5), abs(0)]

# case: sums and products
p := [sum([1, 2, 3]), sum([0.1, 0.2]), sum([]), product([2, 3]), product([]), sum({1, 2})]

# case: max and min
p := [max([1, 3, 2]), min([1, 3, 2]), max(["a", "b"]), min({3, 1})]
q := max([])
r := min(set())

# case: max over kinds
p := max([1, "a", null, [1], {"a": 1}, {1}, true])
q := min([1, "a", null, [1], {"a": 1}, {1}, true])

# case: ranges
p := [numbers.range(1, 3), numbers.range(3, 1), numbers.range(2, 2)]
q := numbers.range_step(1, 10, 3)
r := numbers.range_step(10, 1, 4)

# case: a range with a step that is not positive is an error
# input: {"s": 0}
p := numbers.range_step(1, 3, input.s)

# case: arithmetic on wrong kinds at run time is an error in strict mode
# input: {"s": "a", "n": 1}
p := input.n + input.s

# case: arithmetic on null at run time
# input: {"z": null, "n": 1}
p := input.n * input.z

# case: minus of sets
p := {1, 2, 3} - {2}
q := {1, 2} & {2, 3}
r := {1} | {2}

# case: minus of a set and a number is an error
# input: {"n": 1}
p := {1, 2} - input.n

# case: precedence
p := [1 + 2 * 3, (1 + 2) * 3, 10 - 2 - 3, 2 * 3 % 4, 1 + 2 == 3]

# case: precedence of sets and comparison
p := {1} | {2} == {1, 2}
q := {1, 2} & {2} == {2}
r := {1, 2, 3} - {1} & {2}

# case: negative numbers
# input: {"n": 5}
p := [-1, -1.5, 3 - -1, -input.n, 0 - 1]

# case: comparison across kinds
p := [null < false, false < true, true < 0, 1 < "a", "a" < [], [] < {}, {} < set()]

# case: to_number
p := [to_number("1"), to_number("1.5"), to_number("-2"), to_number(true), to_number(false), to_number(null), to_number("1e3"), to_number(" 1")]

# case: to_number of text that is none is an error
# input: {"s": "x"}
p := to_number(input.s)

# case: to_number of an empty text
# input: {"s": ""}
p := to_number(input.s)

# case: bits
p := [bits.and(6, 3), bits.or(6, 3), bits.xor(6, 3), bits.negate(1), bits.lsh(1, 4), bits.rsh(16, 2)]

# case: format_int
p := [format_int(255, 16), format_int(-5, 2), format_int(3.7, 10), format_int(10, 8)]

# case: units
p := [units.parse("1K"), units.parse("1Ki"), units.parse("1.5M"), units.parse("200m"), units.parse_bytes("1KB"), units.parse_bytes("1KiB"), units.parse_bytes("10"), units.parse("1e3")]

# case: a number as a key
p := {1: "a", 2.5: "b"}
q := p[1]
r := p[1.0]
s := p[2.5]

# case: minus zero
p := [-0, 0 * -1, -0 == 0]

# case: sums that stay whole
p := 1.5 + 1.5
q := json.marshal(1.5 + 1.5)
r := json.marshal(2.0)
s := sprintf("%v", [1.5 + 1.5])
