use super::super::oracle::check;

#[test]
fn verifies_each_algorithm_with_its_key() {
    check(&[
        (
            "io.jwt.verify_rs256",
            r#"["eyJhbGciOiAiUlMyNTYifQ.eyJhIjogMX0.shzh9Uj-xlU_SNSNrGreIRURBd_0MML5bNsfO8VW3bjesqHH21NCrV2s7TmeJ6xBtPDjPNfeE1YK4wk7_6LB3vpgP99ElDFP2cUyatSuCoQPelWdTicmMzy3NiJdoZhBhGm5_O0p_yIUDkc_L6arGzoIn0OJ99E6G8RVScOczTg","-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"]"#,
            "true",
        ),
        (
            "io.jwt.verify_rs384",
            r#"["eyJhbGciOiAiUlMzODQifQ.eyJhIjogMX0.GEFnxrqx_1BBkyjlw8JTRXvlPEduRQqLiyjHQXL8f2nDzYGfg4YOv8tUdzxBrmEe58I0vzOkFVh8g5WUHO3IznIESFSP3tqA36O6MZGwN74-hEQQBstPE71_bVWWMIVFj6F5BfoaZyayt0gIQqdNWgJKIS8iyRYSppimDN-4Ch4","-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"]"#,
            "true",
        ),
        (
            "io.jwt.verify_rs512",
            r#"["eyJhbGciOiAiUlM1MTIifQ.eyJhIjogMX0.qBQd33W75WMnLqSJG-9onEW-tLTBsiueWlMJseAuIvnfsIvVzsgWDYAcB7jOj8kyieXH7_tRg3xOo0NVjYzH9dpId7JznX-GxAcPhgqpYlLYOtfR3GqHoSEmzXMNSLFiIYj3JGqHUhkXtHdQ_q9GitKJ5qc6j4ya270E7kGh-68","-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"]"#,
            "true",
        ),
        (
            "io.jwt.verify_ps256",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.tShWwlnLQiUra9m_4yzJigmQCFrJRRW7JqNcku2579ZFCwztLAV-oCIxc5P317rX85NzAPr-3P_mqwoj1Pm2XlkT42WIZcZa2P_NxZlT3mfKW71EuincuNrQN93fyS06RuyOnzti1pNA6xIheH_V4m9emYi6y6HBc0Yu2YTAWf0","-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"]"#,
            "true",
        ),
        (
            "io.jwt.verify_ps384",
            r#"["eyJhbGciOiAiUFMzODQifQ.eyJhIjogMX0.y-VQJVYlxJXxLxtepV_Btta1AmWwtumxqB8BxYjkq3_R9N8Yga1LqfKndqMq62TQiwal0nqvRpyhyL89KdVaztqt96OSZkMLpT686JzSEl6sTzqDE6ZmZmfWT0lo6wEA1ZMxKNuuuvrbrHdpO2NOgMfp-t94Laf9K-_cYlVsO1E","-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"]"#,
            "true",
        ),
        (
            "io.jwt.verify_es256",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.qW0SDxSFt82_hQH18YtJG0C5UstouXBOyJ4hU8Vn9ixG0ehtFuVE19hMCFxTGU_hDnVV5WoSf2-Fh_z9jxdBgQ","-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExMHfPRpnxG9ZO4Kto3k7/9EBR1QG\nv31ygO3xc6whT8uhBOKGJrclv3ebS5sFLUb5MBJSX51mQ8KhiaP9wsEjBw==\n-----END PUBLIC KEY-----\n"]"#,
            "true",
        ),
        (
            "io.jwt.verify_es384",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.QJ9m79OcWNTrHTBYinJ3xtMZTOSGDg4HflI70DqnMMnjA2dsaeVIShVOkKy43h5oIfnFwc-OM3U3B43pE5-3evf25YbFruRa5T_eQHwlGUslXYJaKUs5gZhTHn5oT-0_","-----BEGIN PUBLIC KEY-----\nMHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE4++UBWa6QVOcXP7RoOXOXtJpI0Psf4WK\niXvsW9DALak8ZWICc8X5kF/OLWH4XuxKfFSVPHWNf3zcevgJ7DijIm8FBT6BZMRD\nUkljOce0yuUUMgUP4/9IbNCgRknqst2V\n-----END PUBLIC KEY-----\n"]"#,
            "true",
        ),
        (
            "io.jwt.verify_es512",
            r#"["eyJhbGciOiAiRVM1MTIifQ.eyJhIjogMX0.ASB9yeBZyGEjbGXocFqe6iGaCvaoKSEPboEcy-qRoYLMv5pi4IUxc8Q0oWQ_kiiCkMwEJQGu50-bSjOfYugXn8bPAZ1oQas97UM5tp-FHu_FuSjNAmQYXlHzqAstW0-89D3FUvfd4maxzY5yVzEWmy2HJUVlAbF0HxcsrCd_AMh4wutU","-----BEGIN PUBLIC KEY-----\nMIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQBAGeDph5Q0Z+vxC0y3Amh8a66DPg9\nPI9jc5wcTCfDAoj+GrfFYB+Iddf7+J+uFxNbFUR0YFhMGPR+plXzCIfQsxAB8yHt\nxiQ/RkGjfTu90ximMRT5mwePYA4X9djWd3NoKBizkv71F1l88+EMso1Ewoi6xQF0\nBFFcGPpIOwHEmSE1H4A=\n-----END PUBLIC KEY-----\n"]"#,
            "true",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=\n-----END PUBLIC KEY-----\n"]"#,
            "true",
        ),
        (
            "io.jwt.verify_hs256",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJhIjogMX0.X43OvyBeqkCC21UTPET11Frma-drI7vVn4enuI4STmU","secret"]"#,
            "true",
        ),
        (
            "io.jwt.verify_hs384",
            r#"["eyJhbGciOiAiSFMzODQifQ.eyJhIjogMX0.1ND9_ynq8svuisRRgEc5xLTIuFO9e3xcez4cQGxMwHkZypee1ezt5xeY9veItAVQ","secret"]"#,
            "true",
        ),
        (
            "io.jwt.verify_hs512",
            r#"["eyJhbGciOiAiSFM1MTIifQ.eyJhIjogMX0.USnHiHsKHk7g3EWAFvHU8VVIYpb5Z9mCkmERT4axlSV3BEBVlvHtDsjbvcG3mlygMiuXpOJxviiO8aep8TsFHA","secret"]"#,
            "true",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUlMyNTYifQ.eyJhIjogMX0.shzh9Uj-xlU_SNSNrGreIRURBd_0MML5bNsfO8VW3bjesqHH21NCrV2s7TmeJ6xBtPDjPNfeE1YK4wk7_6LB3vpgP99ElDFP2cUyatSuCoQPelWdTicmMzy3NiJdoZhBhGm5_O0p_yIUDkc_L6arGzoIn0OJ99E6G8RVScOczTg",{"cert":"-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"}]"#,
            r#"[true,{"alg":"RS256"},{"a":1}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUlMzODQifQ.eyJhIjogMX0.GEFnxrqx_1BBkyjlw8JTRXvlPEduRQqLiyjHQXL8f2nDzYGfg4YOv8tUdzxBrmEe58I0vzOkFVh8g5WUHO3IznIESFSP3tqA36O6MZGwN74-hEQQBstPE71_bVWWMIVFj6F5BfoaZyayt0gIQqdNWgJKIS8iyRYSppimDN-4Ch4",{"cert":"-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"}]"#,
            r#"[true,{"alg":"RS384"},{"a":1}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUlM1MTIifQ.eyJhIjogMX0.qBQd33W75WMnLqSJG-9onEW-tLTBsiueWlMJseAuIvnfsIvVzsgWDYAcB7jOj8kyieXH7_tRg3xOo0NVjYzH9dpId7JznX-GxAcPhgqpYlLYOtfR3GqHoSEmzXMNSLFiIYj3JGqHUhkXtHdQ_q9GitKJ5qc6j4ya270E7kGh-68",{"cert":"-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"}]"#,
            r#"[true,{"alg":"RS512"},{"a":1}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.tShWwlnLQiUra9m_4yzJigmQCFrJRRW7JqNcku2579ZFCwztLAV-oCIxc5P317rX85NzAPr-3P_mqwoj1Pm2XlkT42WIZcZa2P_NxZlT3mfKW71EuincuNrQN93fyS06RuyOnzti1pNA6xIheH_V4m9emYi6y6HBc0Yu2YTAWf0",{"cert":"-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"}]"#,
            r#"[true,{"alg":"PS256"},{"a":1}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMzODQifQ.eyJhIjogMX0.y-VQJVYlxJXxLxtepV_Btta1AmWwtumxqB8BxYjkq3_R9N8Yga1LqfKndqMq62TQiwal0nqvRpyhyL89KdVaztqt96OSZkMLpT686JzSEl6sTzqDE6ZmZmfWT0lo6wEA1ZMxKNuuuvrbrHdpO2NOgMfp-t94Laf9K-_cYlVsO1E",{"cert":"-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"}]"#,
            r#"[true,{"alg":"PS384"},{"a":1}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.qW0SDxSFt82_hQH18YtJG0C5UstouXBOyJ4hU8Vn9ixG0ehtFuVE19hMCFxTGU_hDnVV5WoSf2-Fh_z9jxdBgQ",{"cert":"-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExMHfPRpnxG9ZO4Kto3k7/9EBR1QG\nv31ygO3xc6whT8uhBOKGJrclv3ebS5sFLUb5MBJSX51mQ8KhiaP9wsEjBw==\n-----END PUBLIC KEY-----\n"}]"#,
            r#"[true,{"alg":"ES256"},{"a":1}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMzODQifQ.eyJhIjogMX0.QJ9m79OcWNTrHTBYinJ3xtMZTOSGDg4HflI70DqnMMnjA2dsaeVIShVOkKy43h5oIfnFwc-OM3U3B43pE5-3evf25YbFruRa5T_eQHwlGUslXYJaKUs5gZhTHn5oT-0_",{"cert":"-----BEGIN PUBLIC KEY-----\nMHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE4++UBWa6QVOcXP7RoOXOXtJpI0Psf4WK\niXvsW9DALak8ZWICc8X5kF/OLWH4XuxKfFSVPHWNf3zcevgJ7DijIm8FBT6BZMRD\nUkljOce0yuUUMgUP4/9IbNCgRknqst2V\n-----END PUBLIC KEY-----\n"}]"#,
            r#"[true,{"alg":"ES384"},{"a":1}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVM1MTIifQ.eyJhIjogMX0.ASB9yeBZyGEjbGXocFqe6iGaCvaoKSEPboEcy-qRoYLMv5pi4IUxc8Q0oWQ_kiiCkMwEJQGu50-bSjOfYugXn8bPAZ1oQas97UM5tp-FHu_FuSjNAmQYXlHzqAstW0-89D3FUvfd4maxzY5yVzEWmy2HJUVlAbF0HxcsrCd_AMh4wutU",{"cert":"-----BEGIN PUBLIC KEY-----\nMIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQBAGeDph5Q0Z+vxC0y3Amh8a66DPg9\nPI9jc5wcTCfDAoj+GrfFYB+Iddf7+J+uFxNbFUR0YFhMGPR+plXzCIfQsxAB8yHt\nxiQ/RkGjfTu90ximMRT5mwePYA4X9djWd3NoKBizkv71F1l88+EMso1Ewoi6xQF0\nBFFcGPpIOwHEmSE1H4A=\n-----END PUBLIC KEY-----\n"}]"#,
            r#"[true,{"alg":"ES512"},{"a":1}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw",{"cert":"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=\n-----END PUBLIC KEY-----\n"}]"#,
            r#"[true,{"alg":"EdDSA"},{"a":1}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJhIjogMX0.X43OvyBeqkCC21UTPET11Frma-drI7vVn4enuI4STmU",{"secret":"secret"}]"#,
            r#"[true,{"alg":"HS256"},{"a":1}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMzODQifQ.eyJhIjogMX0.1ND9_ynq8svuisRRgEc5xLTIuFO9e3xcez4cQGxMwHkZypee1ezt5xeY9veItAVQ",{"secret":"secret"}]"#,
            r#"[true,{"alg":"HS384"},{"a":1}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFM1MTIifQ.eyJhIjogMX0.USnHiHsKHk7g3EWAFvHU8VVIYpb5Z9mCkmERT4axlSV3BEBVlvHtDsjbvcG3mlygMiuXpOJxviiO8aep8TsFHA",{"secret":"secret"}]"#,
            r#"[true,{"alg":"HS512"},{"a":1}]"#,
        ),
    ]);
}

#[test]
fn rejects_signatures_that_were_changed() {
    check(&[
        (
            "io.jwt.verify_rs256",
            r#"["eyJhbGciOiAiUlMyNTYifQ.eyJhIjogMX0.shzh9Uj-xlU_SNSNrGreIRURBd_0MML5bNsfO8VW3bjesqHH21NCrV2s7TmeJ6xBtPDjPNfeE1YK4wk7_6LB3vpgP99ElDFP2cUyatSuCoQPelWdTicmMzy3NiJdoZhBhGm5_O0p_yIUDkc_L6arGzoIn0OJ99E6G8RVSAAAAAA","-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"]"#,
            "false",
        ),
        (
            "io.jwt.verify_ps256",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.tShWwlnLQiUra9m_4yzJigmQCFrJRRW7JqNcku2579ZFCwztLAV-oCIxc5P317rX85NzAPr-3P_mqwoj1Pm2XlkT42WIZcZa2P_NxZlT3mfKW71EuincuNrQN93fyS06RuyOnzti1pNA6xIheH_V4m9emYi6y6HBc0Yu2AAAAAA","-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"]"#,
            "false",
        ),
        (
            "io.jwt.verify_es256",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.qW0SDxSFt82_hQH18YtJG0C5UstouXBOyJ4hU8Vn9ixG0ehtFuVE19hMCFxTGU_hDnVV5WoSf2-Fh_z9AAAAAA","-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExMHfPRpnxG9ZO4Kto3k7/9EBR1QG\nv31ygO3xc6whT8uhBOKGJrclv3ebS5sFLUb5MBJSX51mQ8KhiaP9wsEjBw==\n-----END PUBLIC KEY-----\n"]"#,
            "false",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqAAAAAA","-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=\n-----END PUBLIC KEY-----\n"]"#,
            "false",
        ),
        (
            "io.jwt.verify_hs256",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJhIjogMX0.X43OvyBeqkCC21UTPET11Frma-drI7vVn4enuAAAAAA","secret"]"#,
            "false",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUlMyNTYifQ.eyJhIjogMX0.shzh9Uj-xlU_SNSNrGreIRURBd_0MML5bNsfO8VW3bjesqHH21NCrV2s7TmeJ6xBtPDjPNfeE1YK4wk7_6LB3vpgP99ElDFP2cUyatSuCoQPelWdTicmMzy3NiJdoZhBhGm5_O0p_yIUDkc_L6arGzoIn0OJ99E6G8RVSAAAAAA",{"cert":"-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.tShWwlnLQiUra9m_4yzJigmQCFrJRRW7JqNcku2579ZFCwztLAV-oCIxc5P317rX85NzAPr-3P_mqwoj1Pm2XlkT42WIZcZa2P_NxZlT3mfKW71EuincuNrQN93fyS06RuyOnzti1pNA6xIheH_V4m9emYi6y6HBc0Yu2AAAAAA",{"cert":"-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.qW0SDxSFt82_hQH18YtJG0C5UstouXBOyJ4hU8Vn9ixG0ehtFuVE19hMCFxTGU_hDnVV5WoSf2-Fh_z9AAAAAA",{"cert":"-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExMHfPRpnxG9ZO4Kto3k7/9EBR1QG\nv31ygO3xc6whT8uhBOKGJrclv3ebS5sFLUb5MBJSX51mQ8KhiaP9wsEjBw==\n-----END PUBLIC KEY-----\n"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqAAAAAA",{"cert":"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=\n-----END PUBLIC KEY-----\n"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.verify_es256",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.","-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExMHfPRpnxG9ZO4Kto3k7/9EBR1QG\nv31ygO3xc6whT8uhBOKGJrclv3ebS5sFLUb5MBJSX51mQ8KhiaP9wsEjBw==\n-----END PUBLIC KEY-----\n"]"#,
            "false",
        ),
        (
            "io.jwt.verify_es256",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.AA","-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExMHfPRpnxG9ZO4Kto3k7/9EBR1QG\nv31ygO3xc6whT8uhBOKGJrclv3ebS5sFLUb5MBJSX51mQ8KhiaP9wsEjBw==\n-----END PUBLIC KEY-----\n"]"#,
            "false",
        ),
        (
            "io.jwt.verify_es256",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExMHfPRpnxG9ZO4Kto3k7/9EBR1QG\nv31ygO3xc6whT8uhBOKGJrclv3ebS5sFLUb5MBJSX51mQ8KhiaP9wsEjBw==\n-----END PUBLIC KEY-----\n"]"#,
            "false",
        ),
        (
            "io.jwt.verify_es256",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0._____________________________________________________________________________________w","-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExMHfPRpnxG9ZO4Kto3k7/9EBR1QG\nv31ygO3xc6whT8uhBOKGJrclv3ebS5sFLUb5MBJSX51mQ8KhiaP9wsEjBw==\n-----END PUBLIC KEY-----\n"]"#,
            "false",
        ),
    ]);
}

#[test]
fn rejects_keys_of_another_kind() {
    check(&[
        (
            "io.jwt.verify_rs256",
            r#"["eyJhbGciOiAiUlMyNTYifQ.eyJhIjogMX0.shzh9Uj-xlU_SNSNrGreIRURBd_0MML5bNsfO8VW3bjesqHH21NCrV2s7TmeJ6xBtPDjPNfeE1YK4wk7_6LB3vpgP99ElDFP2cUyatSuCoQPelWdTicmMzy3NiJdoZhBhGm5_O0p_yIUDkc_L6arGzoIn0OJ99E6G8RVScOczTg","-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExMHfPRpnxG9ZO4Kto3k7/9EBR1QG\nv31ygO3xc6whT8uhBOKGJrclv3ebS5sFLUb5MBJSX51mQ8KhiaP9wsEjBw==\n-----END PUBLIC KEY-----\n"]"#,
            "false",
        ),
        (
            "io.jwt.verify_es256",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.qW0SDxSFt82_hQH18YtJG0C5UstouXBOyJ4hU8Vn9ixG0ehtFuVE19hMCFxTGU_hDnVV5WoSf2-Fh_z9jxdBgQ","-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"]"#,
            "false",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExMHfPRpnxG9ZO4Kto3k7/9EBR1QG\nv31ygO3xc6whT8uhBOKGJrclv3ebS5sFLUb5MBJSX51mQ8KhiaP9wsEjBw==\n-----END PUBLIC KEY-----\n"]"#,
            "false",
        ),
        (
            "io.jwt.verify_rs256",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.tShWwlnLQiUra9m_4yzJigmQCFrJRRW7JqNcku2579ZFCwztLAV-oCIxc5P317rX85NzAPr-3P_mqwoj1Pm2XlkT42WIZcZa2P_NxZlT3mfKW71EuincuNrQN93fyS06RuyOnzti1pNA6xIheH_V4m9emYi6y6HBc0Yu2YTAWf0","-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"]"#,
            "false",
        ),
        (
            "io.jwt.verify_ps256",
            r#"["eyJhbGciOiAiUlMyNTYifQ.eyJhIjogMX0.shzh9Uj-xlU_SNSNrGreIRURBd_0MML5bNsfO8VW3bjesqHH21NCrV2s7TmeJ6xBtPDjPNfeE1YK4wk7_6LB3vpgP99ElDFP2cUyatSuCoQPelWdTicmMzy3NiJdoZhBhGm5_O0p_yIUDkc_L6arGzoIn0OJ99E6G8RVScOczTg","-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"]"#,
            "false",
        ),
        (
            "io.jwt.verify_hs256",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJhIjogMX0.X43OvyBeqkCC21UTPET11Frma-drI7vVn4enuI4STmU","other"]"#,
            "false",
        ),
        (
            "io.jwt.verify_hs256",
            r#"["eyJhbGciOiAiSFM1MTIifQ.eyJhIjogMX0.USnHiHsKHk7g3EWAFvHU8VVIYpb5Z9mCkmERT4axlSV3BEBVlvHtDsjbvcG3mlygMiuXpOJxviiO8aep8TsFHA","secret"]"#,
            "false",
        ),
    ]);
}

#[test]
fn takes_no_public_key_for_a_secret() {
    check(&[
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJhIjogMX0.ZmHm-k6s3KtKpZI8weIU4qz3qCfO9oIWbMcf7LwEeLw",{"cert":"-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.verify_rs256",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJhIjogMX0.ZmHm-k6s3KtKpZI8weIU4qz3qCfO9oIWbMcf7LwEeLw","-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"]"#,
            "false",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJhIjogMX0.ZmHm-k6s3KtKpZI8weIU4qz3qCfO9oIWbMcf7LwEeLw",{"secret":"secret"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAibm9uZSJ9.eyJhIjogMX0.",{"cert":"-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAibm9uZSJ9.eyJhIjogMX0.",{"secret":"secret"}]"#,
            "[false,{},{}]",
        ),
        ("io.jwt.verify_hs256", r#"["eyJhbGciOiAibm9uZSJ9.eyJhIjogMX0.",""]"#, "false"),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJhIjogMX0.X43OvyBeqkCC21UTPET11Frma-drI7vVn4enuI4STmU",{"cert":"{\"kty\": \"RSA\", \"n\": \"zfwmXB7ipF4uv_8QzSz_xHmQi4VX0t7D0es20eN95CzWB-SD3Vsz5ZY3aB-Qz01ktJza03K6U4V6ivffY69ECZf3HZyQo3KZoeBfmqrevFijiRFL5lwnQ6B2uCnUOumdHhv6zwHDTGD5WmLIJhGwR8CDYjLK5UXslruQF8E2hYE\", \"e\": \"AQAB\"}"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUlMyNTYifQ.eyJhIjogMX0.shzh9Uj-xlU_SNSNrGreIRURBd_0MML5bNsfO8VW3bjesqHH21NCrV2s7TmeJ6xBtPDjPNfeE1YK4wk7_6LB3vpgP99ElDFP2cUyatSuCoQPelWdTicmMzy3NiJdoZhBhGm5_O0p_yIUDkc_L6arGzoIn0OJ99E6G8RVScOczTg",{"cert":"-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n","alg":"PS256"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUlMyNTYifQ.eyJhIjogMX0.shzh9Uj-xlU_SNSNrGreIRURBd_0MML5bNsfO8VW3bjesqHH21NCrV2s7TmeJ6xBtPDjPNfeE1YK4wk7_6LB3vpgP99ElDFP2cUyatSuCoQPelWdTicmMzy3NiJdoZhBhGm5_O0p_yIUDkc_L6arGzoIn0OJ99E6G8RVScOczTg",{"cert":"-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n","alg":"RS256"}]"#,
            r#"[true,{"alg":"RS256"},{"a":1}]"#,
        ),
    ]);
}

#[test]
fn is_strict_about_lengths_only_where_opa_is() {
    check(&[
        (
            "io.jwt.verify_ps256",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.PgjxD9zpXPW40uhdn1VjSTbhvFQgrQ1g4LTrrubPaCrbzCwyf1w0WassXJBap9THUacb7rkPbIfEBRKIQ21iS5HDy1fqTE0Z6DdkMauEQsZYmvD-iBlMLrpTfY5H7T_tv8T-7LG5OukJEtrt-AXaq5zSOd0-el1HLHVdIxUaPoE","-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"]"#,
            "true",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiUFMyNTYifQ.eyJhIjogMX0.PgjxD9zpXPW40uhdn1VjSTbhvFQgrQ1g4LTrrubPaCrbzCwyf1w0WassXJBap9THUacb7rkPbIfEBRKIQ21iS5HDy1fqTE0Z6DdkMauEQsZYmvD-iBlMLrpTfY5H7T_tv8T-7LG5OukJEtrt-AXaq5zSOd0-el1HLHVdIxUaPoE",{"cert":"-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.verify_es256",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.AAAAAAAAAABNducRxuVgBrPNbX0unfxE-57HlDOYgR80iYEFa5ZmoAAAAAAAAAAALTMKY3vyY4ix4HwlxfSIjmrTHu4wNVQA0n6edRVpvlY","-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExMHfPRpnxG9ZO4Kto3k7/9EBR1QG\nv31ygO3xc6whT8uhBOKGJrclv3ebS5sFLUb5MBJSX51mQ8KhiaP9wsEjBw==\n-----END PUBLIC KEY-----\n"]"#,
            "true",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.AAAAAAAAAABNducRxuVgBrPNbX0unfxE-57HlDOYgR80iYEFa5ZmoAAAAAAAAAAALTMKY3vyY4ix4HwlxfSIjmrTHu4wNVQA0n6edRVpvlY",{"cert":"-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExMHfPRpnxG9ZO4Kto3k7/9EBR1QG\nv31ygO3xc6whT8uhBOKGJrclv3ebS5sFLUb5MBJSX51mQ8KhiaP9wsEjBw==\n-----END PUBLIC KEY-----\n"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.verify_es256",
            r#"["eyJhbGciOiAiRVMyNTYifQ.eyJhIjogMX0.QwgEL1X-Fh8P46bcKEI8YM14s1DEAoKLVZ64bXLnmWhcXjfC-XD_EKMW6GSzmeaBBkmpbsK2Qw-fM2XnplYSiHAZluAwH0-rwuVCwBeMolv4Z1mBFfafyKZY_mLHibLI","-----BEGIN PUBLIC KEY-----\nMHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE4++UBWa6QVOcXP7RoOXOXtJpI0Psf4WK\niXvsW9DALak8ZWICc8X5kF/OLWH4XuxKfFSVPHWNf3zcevgJ7DijIm8FBT6BZMRD\nUkljOce0yuUUMgUP4/9IbNCgRknqst2V\n-----END PUBLIC KEY-----\n"]"#,
            "true",
        ),
        (
            "io.jwt.verify_rs256",
            r#"["eyJhbGciOiAiUlMyNTYifQ.eyJhIjogMX0.eadjCkkY7EkkXVurYKjjaKp1GWRNXKg_tUGHTta2WtCbVMokBdcSVJdXhvsqEiJ_Cjs-LEUmRJd2C9ZGfP_1_A","-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAMtyVHhi12TwkPfkutMo5+yduaY2wghM\nmJyIGZw4TuYvnwBFXCTs8Fs8wueePBE0n9g0DGOZWU7G+krVgMvirWkCAwEAAQ==\n-----END PUBLIC KEY-----\n"]"#,
            "false",
        ),
    ]);
}

#[test]
fn reads_keys_of_all_forms() {
    check(&[
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","-----BEGIN CERTIFICATE-----\nMIHEMHigAwIBAgICMDkwBQYDK2VwMAwxCjAIBgNVBAMMAXgwHhcNMjAwMTAxMDAw\nMDAwWhcNNDAwMTAxMDAwMDAwWjAMMQowCAYDVQQDDAF4MCowBQYDK2VwAyEAL6q/\nyAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcIwBQYDK2VwA0EADOT6TxxzJ3nc\nBfgj4b+1DDFv3V4n1B3x94n6e9PKeLmvlUPj8MbSLhYHJVBX7kHq2IPWp2c6yFl0\n/E/q9sZnAw==\n-----END CERTIFICATE-----\n"]"#,
            "true",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"L6q_yAIGzGr-ky9dmYISwJnUGEGtNsk211ckH8l2hcI\"}"]"#,
            "true",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","{\"keys\": [{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"L6q_yAIGzGr-ky9dmYISwJnUGEGtNsk211ckH8l2hcI\"}]}"]"#,
            "true",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","{\"keys\": [{\"kty\": \"RSA\", \"n\": \"zfwmXB7ipF4uv_8QzSz_xHmQi4VX0t7D0es20eN95CzWB-SD3Vsz5ZY3aB-Qz01ktJza03K6U4V6ivffY69ECZf3HZyQo3KZoeBfmqrevFijiRFL5lwnQ6B2uCnUOumdHhv6zwHDTGD5WmLIJhGwR8CDYjLK5UXslruQF8E2hYE\", \"e\": \"AQAB\"}, {\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"L6q_yAIGzGr-ky9dmYISwJnUGEGtNsk211ckH8l2hcI\"}]}"]"#,
            "true",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","{\"keys\": []}"]"#,
            "false",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"L6q_yAIGzGr-ky9dmYISwJnUGEGtNsk211ckH8l2hcI\", \"alg\": \"EdDSA\"}"]"#,
            "true",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"L6q_yAIGzGr-ky9dmYISwJnUGEGtNsk211ckH8l2hcI\", \"alg\": \"RS256\"}"]"#,
            "false",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"L6q_yAIGzGr-ky9dmYISwJnUGEGtNsk211ckH8l2hcI\", \"alg\": \"RSA-OAEP\"}"]"#,
            "false",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"L6q_yAIGzGr-ky9dmYISwJnUGEGtNsk211ckH8l2hcI\", \"alg\": null}"]"#,
            "error",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"L6q_yAIGzGr-ky9dmYISwJnUGEGtNsk211ckH8l2hcI\", \"kid\": 1}"]"#,
            "error",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"AQ\"}"]"#,
            "error",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","{\"kty\": \"foo\", \"crv\": \"Ed25519\", \"x\": \"L6q_yAIGzGr-ky9dmYISwJnUGEGtNsk211ckH8l2hcI\"}"]"#,
            "error",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"L6q_yAIGzGr-ky9dmYISwJnUGEGtNsk211ckH8l2hcI\", \"d\": \"AQ\"}"]"#,
            "refused",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"L6q_yAIGzGr-ky9dmYISwJnUGEGtNsk211ckH8l2hcI\", \"alg\": \"unheard-of\"}"]"#,
            "refused",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"L6q_yAIGzGr-ky9dmYISwJnUGEGtNsk211ckH8l2hcI\"}x"]"#,
            "refused",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"L6q_yAIGzGr-ky9dmYISwJnUGEGtNsk211ckH8l2hcI\",\"x\":\"AQ\"}"]"#,
            "refused",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=\n-----END PUBLIC KEY-----\n\n"]"#,
            "error",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","x\n-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=\n-----END PUBLIC KEY-----\n"]"#,
            "true",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=\n-----END PUBLIC KEY-----\n-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=\n-----END PUBLIC KEY-----\n"]"#,
            "error",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIEBc7CEZrF5ieSVSDHNr7GM25+Dkxc+kcH8GGXAENIPY\n-----END PRIVATE KEY-----\n"]"#,
            "error",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","-----BEGIN PUBLIC KEY-----\nME4wEAYHKoZIzj0CAQYFK4EEACEDOgAEiTtKyR8006zoinMwXGx/ihHgcjeqA0bY\nzxVN0bYE0018DAceyuYqqay0a66ZEl1xOluasLSaw2Y=\n-----END PUBLIC KEY-----\n"]"#,
            "refused",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","-----BEGIN PUBLIC KEY-----\nMFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAE1zBa9SC3gCX+SKEe9sicemcFM+CQaiQB\nu0bpjmhL8VWuk7l9rQxxYTyQ4p+V5a9fAPeRYyRQOmCq1+hpYJh2xA==\n-----END PUBLIC KEY-----\n"]"#,
            "error",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw",""]"#,
            "error",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","x"]"#,
            "error",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","{}"]"#,
            "error",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EifQ.eyJhIjogMX0.3gfBRNKCUdJJ-Vf6yrtwR02f_Ay4X4rPa-ZOA7-cVHK4dyLckpCjDD6F1R4TbPIrEFeyQJN5M1NL7QlqadUOCw","null"]"#,
            "error",
        ),
    ]);
}

#[test]
fn prefers_the_key_that_the_token_names() {
    check(&[
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EiLCAia2lkIjogImsifQ.eyJhIjogMX0.04iIjWL1MW3HpIwqXE1ewjaFQbqUkkbhXQfqZCme_ieG-ikky8yKsCeypLDTmURiIjcmX5CpQYYPfTF7aA4GAg","{\"keys\": [{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"L6q_yAIGzGr-ky9dmYISwJnUGEGtNsk211ckH8l2hcI\", \"kid\": \"k\"}]}"]"#,
            "true",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EiLCAia2lkIjogImsifQ.eyJhIjogMX0.04iIjWL1MW3HpIwqXE1ewjaFQbqUkkbhXQfqZCme_ieG-ikky8yKsCeypLDTmURiIjcmX5CpQYYPfTF7aA4GAg","{\"keys\": [{\"kty\": \"RSA\", \"n\": \"zfwmXB7ipF4uv_8QzSz_xHmQi4VX0t7D0es20eN95CzWB-SD3Vsz5ZY3aB-Qz01ktJza03K6U4V6ivffY69ECZf3HZyQo3KZoeBfmqrevFijiRFL5lwnQ6B2uCnUOumdHhv6zwHDTGD5WmLIJhGwR8CDYjLK5UXslruQF8E2hYE\", \"e\": \"AQAB\", \"kid\": \"k\"}, {\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"L6q_yAIGzGr-ky9dmYISwJnUGEGtNsk211ckH8l2hcI\"}]}"]"#,
            "false",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EiLCAia2lkIjogImsifQ.eyJhIjogMX0.04iIjWL1MW3HpIwqXE1ewjaFQbqUkkbhXQfqZCme_ieG-ikky8yKsCeypLDTmURiIjcmX5CpQYYPfTF7aA4GAg","{\"keys\": [{\"kty\": \"RSA\", \"n\": \"zfwmXB7ipF4uv_8QzSz_xHmQi4VX0t7D0es20eN95CzWB-SD3Vsz5ZY3aB-Qz01ktJza03K6U4V6ivffY69ECZf3HZyQo3KZoeBfmqrevFijiRFL5lwnQ6B2uCnUOumdHhv6zwHDTGD5WmLIJhGwR8CDYjLK5UXslruQF8E2hYE\", \"e\": \"AQAB\", \"kid\": \"other\"}, {\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"L6q_yAIGzGr-ky9dmYISwJnUGEGtNsk211ckH8l2hcI\"}]}"]"#,
            "true",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EiLCAia2lkIjogImsifQ.eyJhIjogMX0.04iIjWL1MW3HpIwqXE1ewjaFQbqUkkbhXQfqZCme_ieG-ikky8yKsCeypLDTmURiIjcmX5CpQYYPfTF7aA4GAg","{\"keys\": [{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"L6q_yAIGzGr-ky9dmYISwJnUGEGtNsk211ckH8l2hcI\", \"kid\": \"k\", \"alg\": \"RS256\"}]}"]"#,
            "true",
        ),
        (
            "io.jwt.verify_eddsa",
            r#"["eyJhbGciOiAiRWREU0EiLCAia2lkIjogImsifQ.eyJhIjogMX0.04iIjWL1MW3HpIwqXE1ewjaFQbqUkkbhXQfqZCme_ieG-ikky8yKsCeypLDTmURiIjcmX5CpQYYPfTF7aA4GAg","{\"keys\": [{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"L6q_yAIGzGr-ky9dmYISwJnUGEGtNsk211ckH8l2hcI\", \"kid\": \"other\", \"alg\": \"RS256\"}]}"]"#,
            "false",
        ),
    ]);
}

#[test]
fn checks_claims_against_constraints_and_the_clock() {
    check(&[
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJleHAiOiAxfQ.DczH6RETNtb8tMWjT0ETlHhZDXPb00xGy0x2k6A39bY",{"secret":"secret"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJleHAiOiA5OTk5OTk5OTk5fQ.o9CT7-lHGni7uhQX0oV4nlAvZ7cqY3qBD5TOHrpV7Ns",{"secret":"secret"}]"#,
            r#"[true,{"alg":"HS256"},{"exp":9999999999}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJuYmYiOiA5OTk5OTk5OTk5fQ.8Tx_V1HwQzevbVZVJZg3Zftj5EpjJ_yIt-ylvcfiVl4",{"secret":"secret"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJleHAiOiAiMSJ9.v_Js7bUmAr5a9um0KMEoSXTof-vPVe-mEL1FxiwiIM8",{"secret":"secret"}]"#,
            "error",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJleHAiOiAxfQ.DczH6RETNtb8tMWjT0ETlHhZDXPb00xGy0x2k6A39bY",{"secret":"secret","time":0}]"#,
            r#"[true,{"alg":"HS256"},{"exp":1}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJleHAiOiAxfQ.DczH6RETNtb8tMWjT0ETlHhZDXPb00xGy0x2k6A39bY",{"secret":"secret","time":1000000000.0}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJleHAiOiAxfQ.DczH6RETNtb8tMWjT0ETlHhZDXPb00xGy0x2k6A39bY",{"secret":"secret","time":999999999}]"#,
            r#"[true,{"alg":"HS256"},{"exp":1}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJuYmYiOiAxfQ.ZD4euZZp7bvhkwjJ16I1ZmCwFNGe3uSujhq_4U9_LFA",{"secret":"secret","time":1000000000.0}]"#,
            r#"[true,{"alg":"HS256"},{"nbf":1}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJuYmYiOiAxfQ.ZD4euZZp7bvhkwjJ16I1ZmCwFNGe3uSujhq_4U9_LFA",{"secret":"secret","time":999999999}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.e30.5KNTEYfNPL-QJUl4K82yzs1w52fYinqwB3nbF5jC2R8",{"secret":"secret","time":-1}]"#,
            "error",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.e30.5KNTEYfNPL-QJUl4K82yzs1w52fYinqwB3nbF5jC2R8",{"secret":"secret","time":"x"}]"#,
            "error",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJpc3MiOiAiYSJ9.zo-tTv-mKgQ3oLylnsjxDEIIii903Lv4O4PmylHmcJY",{"secret":"secret","iss":"a"}]"#,
            r#"[true,{"alg":"HS256"},{"iss":"a"}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJpc3MiOiAiYiJ9.YI-YGBtYt48SoMohLtRTu-n8HAmm21qnKE-YgPVBph4",{"secret":"secret","iss":"a"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.e30.5KNTEYfNPL-QJUl4K82yzs1w52fYinqwB3nbF5jC2R8",{"secret":"secret","iss":"a"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJpc3MiOiAxfQ.bGWJHqSNOZbVWN7nsv2NhmkDgszUieasc1Zy799EWvo",{"secret":"secret","iss":"a"}]"#,
            "error",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJhdWQiOiAiYSJ9.AxgoY_xjXClEweLisTfjqqHZBc7BWCI3jDiVIu87J3U",{"secret":"secret","aud":"a"}]"#,
            r#"[true,{"alg":"HS256"},{"aud":"a"}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJhdWQiOiBbImIiLCAiYSJdfQ.n453UOs_HApE6QmKYBN8ICjVAZK86fYovGrMhFEcEJI",{"secret":"secret","aud":"a"}]"#,
            r#"[true,{"alg":"HS256"},{"aud":["b","a"]}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.e30.5KNTEYfNPL-QJUl4K82yzs1w52fYinqwB3nbF5jC2R8",{"secret":"secret","aud":"a"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJhdWQiOiAiYSJ9.AxgoY_xjXClEweLisTfjqqHZBc7BWCI3jDiVIu87J3U",{"secret":"secret"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.e30.5KNTEYfNPL-QJUl4K82yzs1w52fYinqwB3nbF5jC2R8",{"secret":"secret","foo":1}]"#,
            "error",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.e30.5KNTEYfNPL-QJUl4K82yzs1w52fYinqwB3nbF5jC2R8",{"secret":""}]"#,
            "error",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.e30.5KNTEYfNPL-QJUl4K82yzs1w52fYinqwB3nbF5jC2R8",{"secret":"secret","cert":"-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCL\nhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cd\nnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINi\nMsrlReyWu5AXwTaFgQIDAQAB\n-----END PUBLIC KEY-----\n"}]"#,
            "error",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYifQ.e30.5KNTEYfNPL-QJUl4K82yzs1w52fYinqwB3nbF5jC2R8",{"secret":1}]"#,
            "error",
        ),
    ]);
}

#[test]
fn minds_what_the_header_says() {
    check(&[
        (
            "io.jwt.decode_verify",
            r#"["e30.eyJhIjogMX0.UoqdP10f4_ucnmqef5hrPGI8s4ewS2LkIBeW-EXjZWc",{"secret":"secret"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAxfQ.eyJhIjogMX0.FhcoZzWqT7DsK8qDpk3gzF4zoTMJzlcT52NEGP-YnBQ",{"secret":"secret"}]"#,
            "error",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYiLCAidHlwIjogMX0.eyJhIjogMX0.Zuk_1B1X40inefU4slGiqRdymwCnVTrWBb6X07-uP_Y",{"secret":"secret"}]"#,
            "error",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYiLCAia2lkIjogMX0.eyJhIjogMX0.xd2fs3mr6nunTPKuY1vmwtQEdvgWW5u_dAd3d_n_qS0",{"secret":"secret"}]"#,
            "error",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYiLCAiY3JpdCI6IFtdfQ.eyJhIjogMX0.rHQ_7AdcH4XZbtVjq6v-fB9TRQpmvFxpb3j2w6H9YFw",{"secret":"secret"}]"#,
            "error",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYiLCAiY3JpdCI6IFsieCJdfQ.eyJhIjogMX0.mB3O1l-MFwFk2KeNTrcaQ4tX4CfcFFARnbTPBroLFH8",{"secret":"secret"}]"#,
            r#"[true,{"alg":"HS256","crit":["x"]},{"a":1}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYiLCAiY3JpdCI6IFsieCJdLCAieCI6IDF9.eyJhIjogMX0.xeBYfSrmcufU5dl-k6A8625iUreuXZrhTCWnZDeYWF8",{"secret":"secret"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYiLCAiY3JpdCI6IFsiYWxnIl19.eyJhIjogMX0.0PY58ykqtxjd0ZSF8yjIBsIrba0OAGzK2tZRHHQQ2JI",{"secret":"secret"}]"#,
            r#"[true,{"alg":"HS256","crit":["alg"]},{"a":1}]"#,
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYiLCAiZW5jIjogIngifQ.eyJhIjogMX0.Bb7xzixr1ypSQlRcM6TxcZIHT_dKWU1W4yC6ZiqzzmU",{"secret":"secret"}]"#,
            "error",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiaHMyNTYifQ.eyJhIjogMX0.UhNDhdDvqLIz0nwToxb0FJL7POPBud7uFm1J0Zm0cTY",{"secret":"secret"}]"#,
            "[false,{},{}]",
        ),
        (
            "io.jwt.decode_verify",
            r#"["W10.eyJhIjogMX0.qqvqLr_wCz-p-mhVi5ywLKVprZNadT-00KCr3cPCD-s",{"secret":"secret"}]"#,
            "error",
        ),
        (
            "io.jwt.decode_verify",
            r#"["eyJhbGciOiAiSFMyNTYiLCAiY3R5IjogIkpXVCJ9.ZXlKaGJHY2lPaUFpU0ZNeU5UWWlmUS5leUpoSWpvZ01uMC5SRG5ZSDVhd1R2Mk1SRk8wMjhOQ2g3RFBLZ3FIaHNWZks5dlpjZWpZMzJr.L71Wfh0D4wCQHxY6-Yvt6g6GKCzUDSdSdaIlzQa-q0Y",{"secret":"secret"}]"#,
            r#"[true,{"alg":"HS256"},{"a":2}]"#,
        ),
        (
            "io.jwt.decode",
            r#"["eyJhbGciOiAiSFMyNTYiLCAiY3R5IjogIkpXVCJ9.ZXlKaGJHY2lPaUFpU0ZNeU5UWWlmUS5leUpoSWpvZ01uMC5SRG5ZSDVhd1R2Mk1SRk8wMjhOQ2g3RFBLZ3FIaHNWZks5dlpjZWpZMzJr.L71Wfh0D4wCQHxY6-Yvt6g6GKCzUDSdSdaIlzQa-q0Y"]"#,
            r#"[{"alg":"HS256"},{"a":2},"4439d81f96b04efd8c4453b4dbc34287b0cf2a0a8786c55f2bdbd971e8d8df69"]"#,
        ),
    ]);
}

#[test]
fn decodes_without_verifying() {
    check(&[
        (
            "io.jwt.decode",
            r#"["eyJhbGciOiAiSFMyNTYifQ.eyJhIjogMX0.X43OvyBeqkCC21UTPET11Frma-drI7vVn4enuI4STmU"]"#,
            r#"[{"alg":"HS256"},{"a":1},"5f8dcebf205eaa4082db55133c44f5d45ae66be76b23bbd59f87a7b88e124e65"]"#,
        ),
        (
            "io.jwt.decode",
            r#"["eyJhbGciOiAibm9uZSJ9.eyJhIjogMX0."]"#,
            r#"[{"alg":"none"},{"a":1},""]"#,
        ),
        ("io.jwt.decode", r#"["e30.e30."]"#, r#"[{},{},""]"#),
        ("io.jwt.decode", r#"["e30=.e30=."]"#, r#"[{},{},""]"#),
        ("io.jwt.decode", r#"["e31.e30."]"#, r#"[{},{},""]"#),
        ("io.jwt.decode", r#"["a.b"]"#, "error"),
        ("io.jwt.decode", r#"["a.b.c.d"]"#, "error"),
        ("io.jwt.decode", r#"[".."]"#, "error"),
        ("io.jwt.decode", r#"["!.!.!"]"#, "error"),
        ("io.jwt.decode", r#"["W10.e30."]"#, "error"),
        ("io.jwt.decode", r#"["e30.W10."]"#, "error"),
        ("io.jwt.decode", r#"["e30.e30.a"]"#, "error"),
        (
            "io.jwt.decode",
            r#"["eyJhIjoxLCJhIjoyfQ.eyJiIjoiXHVkODAwIn0."]"#,
            r#"[{"a":2},{"b":"�"},""]"#,
        ),
        ("io.jwt.decode", r#"["eyJhIjoi_yJ9.e30."]"#, "refused"),
        ("io.jwt.decode", r#"["eyJjdHkiOiAxfQ.e30."]"#, "error"),
        ("io.jwt.decode", "[1]", "error"),
    ]);
}

#[test]
fn refuses_tokens_that_are_too_long() {
    let operands = format!(r#"["e30.{}."]"#, "e30".repeat(1 << 20));
    check(&[("io.jwt.decode", &operands, "refused")]);
}
