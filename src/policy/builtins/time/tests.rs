use super::super::oracle::check;

#[test]
fn writes_times_in_the_layouts_and_zones_of_go() {
    check(&[
        ("time.format", "[1711879200123456789]", r#""2024-03-31T10:00:00.123456789Z""#),
        ("time.format", "[[1711879200123456789]]", r#""2024-03-31T10:00:00.123456789Z""#),
        (
            "time.format",
            r#"[[1711879200123456789,"Europe/Berlin"]]"#,
            r#""2024-03-31T12:00:00.123456789+02:00""#,
        ),
        ("time.format", r#"[[1711879200123456789,"","RFC822"]]"#, r#""31 Mar 24 10:00 UTC""#),
        (
            "time.format",
            r#"[[1711879200123456789,"America/New_York","RFC1123"]]"#,
            r#""Sun, 31 Mar 2024 06:00:00 EDT""#,
        ),
        (
            "time.format",
            r#"[[1711879200123456789,"Asia/Kathmandu","RubyDate"]]"#,
            r#""Sun Mar 31 15:45:00 +0545 2024""#,
        ),
        (
            "time.format",
            r#"[[0,"UTC","Monday Mon January Jan 2 _2 02 __2 002 1 01 06 2006"]]"#,
            r#""Thursday Thu January Jan 1  1 01   1 001 1 01 70 1970""#,
        ),
        (
            "time.format",
            r#"[[1711879200123456789,"UTC","15 3 03 4 04 5 05 PM pm .000 .999 ,000000 .9999999999"]]"#,
            r#""10 10 10 0 00 0 00 AM am .123 .123 ,123456 .123456789""#,
        ),
        (
            "time.format",
            r#"[[1711879200123456789,"Asia/Kolkata","MST Z0700 Z07 Z07:00 -0700 -07 -07:00 -07:00:00 -070000"]]"#,
            r#""IST +0530 +05 +05:30 +0530 +05 +05:30 +05:30:00 +053000""#,
        ),
        (
            "time.format",
            r#"[[1711879200123456789,"UTC","Z0700 Z07 Z07:00:00 -07"]]"#,
            r#""Z Z Z +00""#,
        ),
        (
            "time.format",
            r#"[[1711879200123456789,"UTC","Janet Month _2006 .009 20é"]]"#,
            r#""Janet Month _2024 .009 310é""#,
        ),
        ("time.format", r#"[[0,"UTC","","ignored"]]"#, r#""1970-01-01T00:00:00Z""#),
        (
            "time.format",
            r#"[[1711879200123456789,"Europe/Berlin",""]]"#,
            r#""2024-03-31T12:00:00.123456789+02:00""#,
        ),
        ("time.format", "[-1]", r#""1969-12-31T23:59:59.999999999Z""#),
        (
            "time.format",
            r#"[[9223372036854775807,"Africa/Monrovia","RFC850"]]"#,
            r#""Friday, 11-Apr-62 23:47:16 GMT""#,
        ),
    ]);
}

#[test]
fn knows_zones_only_as_they_are_spelt() {
    check(&[
        ("time.format", r#"[[0,"europe/berlin"]]"#, "error"),
        ("time.format", r#"[[0,"Nowhere"]]"#, "error"),
        ("time.format", r#"[[0,"../etc"]]"#, "error"),
        ("time.format", r#"[[0,"Local"]]"#, "refused"),
        ("time.format", r#"[[0,"Etc/GMT+5"]]"#, r#""1969-12-31T19:00:00-05:00""#),
    ]);
}

#[test]
fn takes_nanoseconds_alone_or_with_a_zone_and_a_layout() {
    check(&[
        ("time.format", r#"["x"]"#, "error"),
        ("time.format", "[[]]", "error"),
        ("time.format", r#"[["x"]]"#, "error"),
        ("time.format", "[[1,2]]", "error"),
        ("time.format", r#"[[1,"UTC",3]]"#, "error"),
        ("time.format", "[{}]", "error"),
        ("time.format", "[null]", "error"),
        ("time.format", "[1.5]", "error"),
        ("time.format", "[1000.0]", r#""1970-01-01T00:00:00.000001Z""#),
        ("time.format", "[100000000000000000000]", "error"),
    ]);
}

#[test]
fn tells_the_parts_of_a_time() {
    check(&[
        ("time.date", "[1711879200123456789]", "[2024,3,31]"),
        ("time.date", r#"[[1711879200123456789,"Pacific/Kiritimati"]]"#, "[2024,4,1]"),
        ("time.clock", "[1711879200123456789]", "[10,0,0]"),
        ("time.clock", r#"[[1711879200123456789,"Asia/Kathmandu"]]"#, "[15,45,0]"),
        ("time.clock", "[-1]", "[23,59,59]"),
        ("time.weekday", "[1711879200123456789]", r#""Sunday""#),
        ("time.weekday", r#"[[1711879200123456789,"Pacific/Kiritimati"]]"#, r#""Monday""#),
        ("time.date", "[-9223372036854775808]", "[1677,9,21]"),
    ]);
}

#[test]
fn reads_times_as_leniently_and_as_strictly_as_go() {
    check(&[
        ("time.parse_rfc3339_ns", r#"["2024-03-31T10:00:00Z"]"#, "1711879200000000000"),
        (
            "time.parse_rfc3339_ns",
            r#"["2024-03-31T10:00:00.123456789+01:00"]"#,
            "1711875600123456789",
        ),
        ("time.parse_rfc3339_ns", r#"["2024-03-31T10:00:00.1234567891Z"]"#, "1711879200123456789"),
        ("time.parse_rfc3339_ns", r#"["2024-03-31T10:00:00,5Z"]"#, "1711879200500000000"),
        ("time.parse_rfc3339_ns", r#"["2024-03-31T1:00:00Z"]"#, "1711846800000000000"),
        ("time.parse_rfc3339_ns", r#"["2024-03-31T10:00:00+24:00"]"#, "1711792800000000000"),
        ("time.parse_rfc3339_ns", r#"["2024-03-31T10:00:00+25:00"]"#, "error"),
        ("time.parse_rfc3339_ns", r#"["2024-03-31t10:00:00z"]"#, "error"),
        ("time.parse_rfc3339_ns", r#"["2024-03-31 10:00:00Z"]"#, "error"),
        ("time.parse_rfc3339_ns", r#"["2024-03-31T23:59:60Z"]"#, "error"),
        ("time.parse_rfc3339_ns", r#"["2024-02-30T10:00:00Z"]"#, "error"),
        ("time.parse_rfc3339_ns", r#"["2024-03-31T10:00:00"]"#, "error"),
        ("time.parse_rfc3339_ns", r#"["2024-03-31T10:00:00Z "]"#, "error"),
        ("time.parse_rfc3339_ns", r#"["2024-03-31T10:00:00.Z"]"#, "error"),
        ("time.parse_rfc3339_ns", r#"["2262-04-11T23:47:16.854775807Z"]"#, "9223372036854775807"),
        ("time.parse_rfc3339_ns", r#"["2262-04-11T23:47:16.854775808Z"]"#, "error"),
        ("time.parse_rfc3339_ns", r#"["1677-09-21T00:12:43.145224192Z"]"#, "-9223372036854775808"),
        ("time.parse_rfc3339_ns", r#"["1677-09-21T00:12:43.145224191Z"]"#, "error"),
        ("time.parse_rfc3339_ns", r#"["9999-12-30T22:00:00Z"]"#, "error"),
        ("time.parse_rfc3339_ns", r#"["-001-01-01T00:00:00Z"]"#, "error"),
        ("time.parse_rfc3339_ns", r#"["x"]"#, "error"),
        ("time.parse_rfc3339_ns", r#"[""]"#, "error"),
        ("time.parse_rfc3339_ns", "[1]", "error"),
    ]);
}

#[test]
fn reads_times_in_any_layout() {
    check(&[
        ("time.parse_ns", r#"["RFC1123","Mon, 02 Jan 2006 15:04:05 UTC"]"#, "1136214245000000000"),
        ("time.parse_ns", r#"["RFC1123","Mon, 02 Jan 2006 15:04:05 GMT"]"#, "1136214245000000000"),
        ("time.parse_ns", r#"["RFC1123","Mon, 02 Jan 2006 15:04:05 GMT+3"]"#, "refused"),
        ("time.parse_ns", r#"["RFC1123","Mon, 02 Jan 2006 15:04:05 CET"]"#, "refused"),
        ("time.parse_ns", r#"["RFC1123","tue, 02 JAN 2006 15:04:05 GMT"]"#, "1136214245000000000"),
        ("time.parse_ns", r#"["RFC822Z","02 Jan 68 15:04 -0730"]"#, "3092769240000000000"),
        ("time.parse_ns", r#"["RFC822Z","02 Jan 69 15:04 +0000"]"#, "-31395360000000000"),
        ("time.parse_ns", r#"["2006-01-02","2024-02-29"]"#, "1709164800000000000"),
        ("time.parse_ns", r#"["2006-01-02","2023-02-29"]"#, "error"),
        ("time.parse_ns", r#"["2006 002","2024 366"]"#, "1735603200000000000"),
        ("time.parse_ns", r#"["2006 002","2023 366"]"#, "error"),
        ("time.parse_ns", r#"["2006-01-02 002","2024-03-01 061"]"#, "1709251200000000000"),
        ("time.parse_ns", r#"["2006-01-02 002","2024-03-02 061"]"#, "error"),
        ("time.parse_ns", r#"["2006-1-2 3:4:5 PM","2024-3-31 12:0:9 AM"]"#, "1711843209000000000"),
        ("time.parse_ns", r#"["2006-01-02 15","2024-01-01 24"]"#, "error"),
        (
            "time.parse_ns",
            r#"["2006-01-02 15:04:05","2024-01-01 10:00:00.5"]"#,
            "1704103200500000000",
        ),
        ("time.parse_ns", r#"["2006-01-02 15:04:05.000","2024-01-01 10:00:00.5"]"#, "error"),
        (
            "time.parse_ns",
            r#"["2006-01-02 15:04:05.000","2024-01-01 10:00:00.500"]"#,
            "1704103200500000000",
        ),
        (
            "time.parse_ns",
            r#"["2006-01-02 15:04:05.000","2024-01-01 10:00:00.+12"]"#,
            "1704103200012000000",
        ),
        ("time.parse_ns", r#"["2006-01-02","2024-01-01x"]"#, "error"),
        ("time.parse_ns", r#"["06","-5"]"#, "788918400000000000"),
        ("time.parse_ns", r#"["2006  Jan","2024 Feb"]"#, "1706745600000000000"),
        ("time.parse_ns", r#"["",""]"#, "error"),
        ("time.parse_ns", r#"[1,"x"]"#, "error"),
    ]);
}

#[test]
fn reads_durations() {
    check(&[
        ("time.parse_duration_ns", r#"["1h30m"]"#, "5400000000000"),
        ("time.parse_duration_ns", r#"["-1.5h"]"#, "-5400000000000"),
        ("time.parse_duration_ns", r#"["+1us"]"#, "1000"),
        ("time.parse_duration_ns", r#"["1µs"]"#, "1000"),
        ("time.parse_duration_ns", r#"["1μs"]"#, "1000"),
        ("time.parse_duration_ns", r#"[".5s"]"#, "500000000"),
        ("time.parse_duration_ns", r#"["1.s"]"#, "1000000000"),
        ("time.parse_duration_ns", r#"["0"]"#, "0"),
        ("time.parse_duration_ns", r#"["-0"]"#, "0"),
        ("time.parse_duration_ns", r#"[""]"#, "error"),
        ("time.parse_duration_ns", r#"["1"]"#, "error"),
        ("time.parse_duration_ns", r#"["h"]"#, "error"),
        ("time.parse_duration_ns", r#"[".h"]"#, "error"),
        ("time.parse_duration_ns", r#"["1h 2m"]"#, "error"),
        ("time.parse_duration_ns", r#"["1d"]"#, "86400000000000"),
        ("time.parse_duration_ns", r#"["1.5w"]"#, "907200000000000"),
        ("time.parse_duration_ns", r#"["0.1y"]"#, "3153600000000000"),
        ("time.parse_duration_ns", r#"["1d1μs"]"#, "error"),
        ("time.parse_duration_ns", r#"["-106751d23h47m16.854775808s"]"#, "-9223372036854775808"),
        ("time.parse_duration_ns", r#"["106751d23h47m16.854775808s"]"#, "error"),
        ("time.parse_duration_ns", r#"["9223372036854775807ns"]"#, "9223372036854775807"),
        ("time.parse_duration_ns", r#"["9223372036854775808ns"]"#, "error"),
        ("time.parse_duration_ns", r#"["-9223372036854775808ns"]"#, "-9223372036854775808"),
        ("time.parse_duration_ns", r#"["32190.59791907483d"]"#, "2781267660208065240"),
        ("time.parse_duration_ns", r#"["0.3333333333333333333h"]"#, "1200000000000"),
        ("time.parse_duration_ns", r#"["1D"]"#, "error"),
        ("time.parse_duration_ns", r#"["1mo"]"#, "error"),
        ("time.parse_duration_ns", r#"["é"]"#, "error"),
    ]);
}

#[test]
fn adds_dates_as_go_does() {
    check(&[
        ("time.add_date", "[1706695200000000000,0,1,0]", "1709373600000000000"),
        ("time.add_date", "[1709200800500000000,1,0,0]", "1740823200500000000"),
        ("time.add_date", "[1711879200123456789,0,-1,0]", "1709373600123456789"),
        ("time.add_date", "[1711879200123456789,0,13,40]", "1749549600123456789"),
        ("time.add_date", "[1711879200123456789,-300,3600,0]", "1711879200123456789"),
        ("time.add_date", "[0,300,0,0]", "error"),
        ("time.add_date", "[0,0,0,9223372036854775807]", "refused"),
        ("time.add_date", "[1711879200123456789,1.5,0,0]", "error"),
        ("time.add_date", r#"[1711879200123456789,"1",0,0]"#, "error"),
        (
            "time.add_date",
            r#"[[1711843200000000000,"Europe/Berlin"],0,0,0]"#,
            "1711843200000000000",
        ),
        (
            "time.add_date",
            r#"[[1711756800000000000,"Europe/Berlin"],0,0,1]"#,
            "1711843200000000000",
        ),
        (
            "time.add_date",
            r#"[[1711760400000000000,"America/New_York"],0,-3,0]"#,
            "1703901600000000000",
        ),
        (
            "time.add_date",
            r#"[[1729904400000000000,"Europe/Berlin"],0,0,1]"#,
            "1729994400000000000",
        ),
    ]);
}

#[test]
fn tells_how_far_apart_times_are() {
    check(&[
        ("time.diff", "[0,1711879200123456789]", "[54,2,30,10,0,0]"),
        ("time.diff", "[1711879200123456789,0]", "[54,2,30,10,0,0]"),
        ("time.diff", "[1711879200123456789,1711879200123456789]", "[0,0,0,0,0,0]"),
        (
            "time.diff",
            r#"[[1711879200123456789,"Europe/Berlin"],[0,"Asia/Kolkata"]]"#,
            "[54,2,30,11,0,0]",
        ),
        ("time.diff", r#"[[0,"UTC"],1]"#, "[0,0,0,0,0,0]"),
        ("time.diff", "[1709164800000000000,1740700800000000000]", "[0,11,28,0,0,0]"),
        ("time.diff", "[1706659200000000000,1709251200000000000]", "[0,1,1,0,0,0]"),
        ("time.diff", r#"["x",1]"#, "error"),
    ]);
}

#[test]
fn tells_the_time_of_the_run() {
    check(&[("time.now_ns", "[]", "1795395723004000000")]);
}
