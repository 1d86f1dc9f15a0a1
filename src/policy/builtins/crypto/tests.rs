use super::super::oracle::check;

#[test]
fn hashes_as_everyone_does() {
    check(&[
        ("crypto.md5", r#"[""]"#, r#""d41d8cd98f00b204e9800998ecf8427e""#),
        ("crypto.md5", r#"["héllo"]"#, r#""be50e8478cf24ff3595bc7307fb91b50""#),
        ("crypto.sha1", r#"[""]"#, r#""da39a3ee5e6b4b0d3255bfef95601890afd80709""#),
        ("crypto.sha1", r#"["héllo"]"#, r#""35b5ea45c5e41f78b46a937cc74d41dfea920890""#),
        (
            "crypto.sha256",
            r#"[""]"#,
            r#""e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855""#,
        ),
        (
            "crypto.sha256",
            r#"["héllo"]"#,
            r#""3c48591d8d098a4538f5e013dfcf406e948eac4d3277b10bf614e295d6068179""#,
        ),
        ("crypto.md5", "[1]", "error"),
    ]);
}

#[test]
fn authenticates_messages() {
    check(&[
        ("crypto.hmac.md5", r#"["message","kéy"]"#, r#""78a45ff806ca651cb9977d85831b495e""#),
        (
            "crypto.hmac.sha1",
            r#"["message","kéy"]"#,
            r#""a6f8468d8d257c731d50c28a82ce5b443eb45898""#,
        ),
        (
            "crypto.hmac.sha256",
            r#"["message","kéy"]"#,
            r#""979718b1105f9eae77613d64c470365a1bc4f984ba73bb1d568936992620162a""#,
        ),
        (
            "crypto.hmac.sha512",
            r#"["message","kéy"]"#,
            r#""e0912a4f986f6f0ff8b012c1c346087a346cfccc2299cdd78e804a584f407d17fe055d9ec61a45310b0f1f55eb6ac033fefcfd2c8580e6d71ccabb813bf5ea3c""#,
        ),
        (
            "crypto.hmac.sha256",
            r#"["","kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"]"#,
            r#""d6b741e89f8f89acfa4cfc9ed966e0770138ea3e3c1c2ce233bc818a7c29dd8a""#,
        ),
        ("crypto.hmac.sha256", r#"[1,"k"]"#, "error"),
        ("crypto.hmac.equal", r#"["a","a"]"#, "true"),
        ("crypto.hmac.equal", r#"["a","b"]"#, "false"),
        ("crypto.hmac.equal", r#"["a",1]"#, "error"),
    ]);
}
