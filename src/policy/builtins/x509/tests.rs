use super::super::{Context, Failure, json_reader, oracle::check};
use super::parse_and_verify_with_options;
use regorus::Value;

#[test]
fn shows_certificates_as_go_has_them() {
    check(&[
        (
            "crypto.x509.parse_certificates",
            r#"["-----BEGIN CERTIFICATE-----\nMIIDUTCCAvagAwIBAgITQAAAAAAAAAAAAAAAAAAAAAAAADAKBggqhkjOPQQDAjBN\nMQswCQYDVQQGEwJERTEMMAoGA1UECgwDT3JnMQswCQYDVQQFEwI0MjEUMBIGCSqG\nSIb3DQEJARYFYUBiLmMxDTALBgNVBAMMBGxlYWYwIBcNMjAwMTAxMDAwMDAwWhgP\nOTk5OTEyMzEyMzU5NTlaME0xCzAJBgNVBAYTAkRFMQwwCgYDVQQKDANPcmcxCzAJ\nBgNVBAUTAjQyMRQwEgYJKoZIhvcNAQkBFgVhQGIuYzENMAsGA1UEAwwEbGVhZjBZ\nMBMGByqGSM49AgEGCCqGSM49AwEHA0IABMTB3z0aZ8RvWTuCraN5O//RAUdUBr99\ncoDt8XOsIU/LoQTihia3Jb93m0ubBS1G+TASUl+dZkPCoYmj/cLBIwejggGxMIIB\nrTASBgNVHRMBAf8ECDAGAQH/AgEAMA4GA1UdDwEB/wQEAwIBhjCBgwYDVR0RBHww\neoILZXhhbXBsZS5jb22CDSouZXhhbXBsZS5jb22HBAoAAAGHECABDbgAAAAAAAAA\nAAAAAAGBDWFAZXhhbXBsZS5jb22GI2h0dHBzOi8vdTpwQGV4YW1wbGUuY29tL2El\nMmZiP3E9MSNmhhBzcGlmZmU6Ly90ZC9ucy94MCIGA1UdJQQbMBkGCCsGAQUFBwMB\nBggrBgEFBQcDAwYDKgMEMAwGA1UdDgQFBAMBAgMwDQYDVR0jBAYwBIACBAUwPgYI\nKwYBBQUHAQEEMjAwMBcGCCsGAQUFBzABhgtodHRwOi8vb2NzcDAVBggrBgEFBQcw\nAoYJaHR0cDovL2NhMBsGA1UdHwQUMBIwEKAOoAyGCmh0dHA6Ly9jcmwwOgYDVR0g\nBDMwMTAIBgZngQwBAgEwJQYJKwYBBAGDvzABMBgwFgYIKwYBBQUHAgEWCmh0dHA6\nLy9jcHMwEwYKKwYBBAGDvzABAQQFaGVsbG8wEgYKKwYBBAGDvzABAgEB/wQBATAK\nBggqhkjOPQQDAgNJADBGAiEA2Fq8NPdjJ2Iu4dez4BqJmdMLOaZ/5odqSg0p+6W2\nISgCIQC4t0WP0AOx3UuVqn7V4xm9SpUX8ZWi0CTO4y0tmpU3jQ==\n-----END CERTIFICATE-----\n"]"#,
            r#"[{"AuthorityKeyId":"BAU=","BasicConstraintsValid":true,"CRLDistributionPoints":["http://crl"],"DNSNames":["example.com","*.example.com"],"EmailAddresses":["a@example.com"],"ExcludedDNSDomains":null,"ExcludedEmailAddresses":null,"ExcludedIPRanges":null,"ExcludedURIDomains":null,"ExtKeyUsage":[1,3],"Extensions":[{"Critical":true,"Id":[2,5,29,19],"Value":"MAYBAf8CAQA="},{"Critical":true,"Id":[2,5,29,15],"Value":"AwIBhg=="},{"Critical":false,"Id":[2,5,29,17],"Value":"MHqCC2V4YW1wbGUuY29tgg0qLmV4YW1wbGUuY29thwQKAAABhxAgAQ24AAAAAAAAAAAAAAABgQ1hQGV4YW1wbGUuY29thiNodHRwczovL3U6cEBleGFtcGxlLmNvbS9hJTJmYj9xPTEjZoYQc3BpZmZlOi8vdGQvbnMveA=="},{"Critical":false,"Id":[2,5,29,37],"Value":"MBkGCCsGAQUFBwMBBggrBgEFBQcDAwYDKgME"},{"Critical":false,"Id":[2,5,29,14],"Value":"BAMBAgM="},{"Critical":false,"Id":[2,5,29,35],"Value":"MASAAgQF"},{"Critical":false,"Id":[1,3,6,1,5,5,7,1,1],"Value":"MDAwFwYIKwYBBQUHMAGGC2h0dHA6Ly9vY3NwMBUGCCsGAQUFBzAChglodHRwOi8vY2E="},{"Critical":false,"Id":[2,5,29,31],"Value":"MBIwEKAOoAyGCmh0dHA6Ly9jcmw="},{"Critical":false,"Id":[2,5,29,32],"Value":"MDEwCAYGZ4EMAQIBMCUGCSsGAQQBg78wATAYMBYGCCsGAQUFBwIBFgpodHRwOi8vY3Bz"},{"Critical":false,"Id":[1,3,6,1,4,1,57264,1,1],"Value":"aGVsbG8="},{"Critical":true,"Id":[1,3,6,1,4,1,57264,1,2],"Value":"AQ=="}],"ExtraExtensions":null,"IPAddresses":["10.0.0.1","2001:db8::1"],"InhibitAnyPolicy":0,"InhibitAnyPolicyZero":false,"InhibitPolicyMapping":0,"InhibitPolicyMappingZero":false,"IsCA":true,"Issuer":{"CommonName":"leaf","Country":["DE"],"ExtraNames":null,"Locality":null,"Names":[{"Type":[2,5,4,6],"Value":"DE"},{"Type":[2,5,4,10],"Value":"Org"},{"Type":[2,5,4,5],"Value":"42"},{"Type":[1,2,840,113549,1,9,1],"Value":"a@b.c"},{"Type":[2,5,4,3],"Value":"leaf"}],"Organization":["Org"],"OrganizationalUnit":null,"PostalCode":null,"Province":null,"SerialNumber":"42","StreetAddress":null},"IssuingCertificateURL":["http://ca"],"KeyUsage":97,"MaxPathLen":0,"MaxPathLenZero":true,"NotAfter":"9999-12-31T23:59:59Z","NotBefore":"2020-01-01T00:00:00Z","OCSPServer":["http://ocsp"],"PermittedDNSDomains":null,"PermittedDNSDomainsCritical":false,"PermittedEmailAddresses":null,"PermittedIPRanges":null,"PermittedURIDomains":null,"Policies":["2.23.140.1.2.1","1.3.6.1.4.1.57264.1"],"PolicyIdentifiers":[[2,23,140,1,2,1],[1,3,6,1,4,1,57264,1]],"PolicyMappings":null,"PublicKey":{"Curve":{},"X":88995860542595328273231186159959712437807714066471895919302507324718715064267,"Y":72830999421549439706494648881028229222404218913526856496006979657710174282503},"PublicKeyAlgorithm":3,"Raw":"MIIDUTCCAvagAwIBAgITQAAAAAAAAAAAAAAAAAAAAAAAADAKBggqhkjOPQQDAjBNMQswCQYDVQQGEwJERTEMMAoGA1UECgwDT3JnMQswCQYDVQQFEwI0MjEUMBIGCSqGSIb3DQEJARYFYUBiLmMxDTALBgNVBAMMBGxlYWYwIBcNMjAwMTAxMDAwMDAwWhgPOTk5OTEyMzEyMzU5NTlaME0xCzAJBgNVBAYTAkRFMQwwCgYDVQQKDANPcmcxCzAJBgNVBAUTAjQyMRQwEgYJKoZIhvcNAQkBFgVhQGIuYzENMAsGA1UEAwwEbGVhZjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABMTB3z0aZ8RvWTuCraN5O//RAUdUBr99coDt8XOsIU/LoQTihia3Jb93m0ubBS1G+TASUl+dZkPCoYmj/cLBIwejggGxMIIBrTASBgNVHRMBAf8ECDAGAQH/AgEAMA4GA1UdDwEB/wQEAwIBhjCBgwYDVR0RBHwweoILZXhhbXBsZS5jb22CDSouZXhhbXBsZS5jb22HBAoAAAGHECABDbgAAAAAAAAAAAAAAAGBDWFAZXhhbXBsZS5jb22GI2h0dHBzOi8vdTpwQGV4YW1wbGUuY29tL2ElMmZiP3E9MSNmhhBzcGlmZmU6Ly90ZC9ucy94MCIGA1UdJQQbMBkGCCsGAQUFBwMBBggrBgEFBQcDAwYDKgMEMAwGA1UdDgQFBAMBAgMwDQYDVR0jBAYwBIACBAUwPgYIKwYBBQUHAQEEMjAwMBcGCCsGAQUFBzABhgtodHRwOi8vb2NzcDAVBggrBgEFBQcwAoYJaHR0cDovL2NhMBsGA1UdHwQUMBIwEKAOoAyGCmh0dHA6Ly9jcmwwOgYDVR0gBDMwMTAIBgZngQwBAgEwJQYJKwYBBAGDvzABMBgwFgYIKwYBBQUHAgEWCmh0dHA6Ly9jcHMwEwYKKwYBBAGDvzABAQQFaGVsbG8wEgYKKwYBBAGDvzABAgEB/wQBATAKBggqhkjOPQQDAgNJADBGAiEA2Fq8NPdjJ2Iu4dez4BqJmdMLOaZ/5odqSg0p+6W2ISgCIQC4t0WP0AOx3UuVqn7V4xm9SpUX8ZWi0CTO4y0tmpU3jQ==","RawIssuer":"ME0xCzAJBgNVBAYTAkRFMQwwCgYDVQQKDANPcmcxCzAJBgNVBAUTAjQyMRQwEgYJKoZIhvcNAQkBFgVhQGIuYzENMAsGA1UEAwwEbGVhZg==","RawSubject":"ME0xCzAJBgNVBAYTAkRFMQwwCgYDVQQKDANPcmcxCzAJBgNVBAUTAjQyMRQwEgYJKoZIhvcNAQkBFgVhQGIuYzENMAsGA1UEAwwEbGVhZg==","RawSubjectPublicKeyInfo":"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExMHfPRpnxG9ZO4Kto3k7/9EBR1QGv31ygO3xc6whT8uhBOKGJrclv3ebS5sFLUb5MBJSX51mQ8KhiaP9wsEjBw==","RawTBSCertificate":"MIIC9qADAgECAhNAAAAAAAAAAAAAAAAAAAAAAAAAMAoGCCqGSM49BAMCME0xCzAJBgNVBAYTAkRFMQwwCgYDVQQKDANPcmcxCzAJBgNVBAUTAjQyMRQwEgYJKoZIhvcNAQkBFgVhQGIuYzENMAsGA1UEAwwEbGVhZjAgFw0yMDAxMDEwMDAwMDBaGA85OTk5MTIzMTIzNTk1OVowTTELMAkGA1UEBhMCREUxDDAKBgNVBAoMA09yZzELMAkGA1UEBRMCNDIxFDASBgkqhkiG9w0BCQEWBWFAYi5jMQ0wCwYDVQQDDARsZWFmMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExMHfPRpnxG9ZO4Kto3k7/9EBR1QGv31ygO3xc6whT8uhBOKGJrclv3ebS5sFLUb5MBJSX51mQ8KhiaP9wsEjB6OCAbEwggGtMBIGA1UdEwEB/wQIMAYBAf8CAQAwDgYDVR0PAQH/BAQDAgGGMIGDBgNVHREEfDB6ggtleGFtcGxlLmNvbYINKi5leGFtcGxlLmNvbYcECgAAAYcQIAENuAAAAAAAAAAAAAAAAYENYUBleGFtcGxlLmNvbYYjaHR0cHM6Ly91OnBAZXhhbXBsZS5jb20vYSUyZmI/cT0xI2aGEHNwaWZmZTovL3RkL25zL3gwIgYDVR0lBBswGQYIKwYBBQUHAwEGCCsGAQUFBwMDBgMqAwQwDAYDVR0OBAUEAwECAzANBgNVHSMEBjAEgAIEBTA+BggrBgEFBQcBAQQyMDAwFwYIKwYBBQUHMAGGC2h0dHA6Ly9vY3NwMBUGCCsGAQUFBzAChglodHRwOi8vY2EwGwYDVR0fBBQwEjAQoA6gDIYKaHR0cDovL2NybDA6BgNVHSAEMzAxMAgGBmeBDAECATAlBgkrBgEEAYO/MAEwGDAWBggrBgEFBQcCARYKaHR0cDovL2NwczATBgorBgEEAYO/MAEBBAVoZWxsbzASBgorBgEEAYO/MAECAQH/BAEB","RequireExplicitPolicy":0,"RequireExplicitPolicyZero":false,"SerialNumber":1427247692705959881058285969449495136382746624,"Signature":"MEYCIQDYWrw092MnYi7h17PgGomZ0ws5pn/mh2pKDSn7pbYhKAIhALi3RY/QA7HdS5WqftXjGb1KlRfxlaLQJM7jLS2alTeN","SignatureAlgorithm":10,"Subject":{"CommonName":"leaf","Country":["DE"],"ExtraNames":null,"Locality":null,"Names":[{"Type":[2,5,4,6],"Value":"DE"},{"Type":[2,5,4,10],"Value":"Org"},{"Type":[2,5,4,5],"Value":"42"},{"Type":[1,2,840,113549,1,9,1],"Value":"a@b.c"},{"Type":[2,5,4,3],"Value":"leaf"}],"Organization":["Org"],"OrganizationalUnit":null,"PostalCode":null,"Province":null,"SerialNumber":"42","StreetAddress":null},"SubjectKeyId":"AQID","URIStrings":["https://u:p@example.com/a%2fb?q=1#f","spiffe://td/ns/x"],"URIs":[{"ForceQuery":false,"Fragment":"f","Host":"example.com","OmitHost":false,"Opaque":"","Path":"/a/b","RawFragment":"","RawPath":"/a%2fb","RawQuery":"q=1","Scheme":"https","User":{}},{"ForceQuery":false,"Fragment":"","Host":"td","OmitHost":false,"Opaque":"","Path":"/ns/x","RawFragment":"","RawPath":"","RawQuery":"","Scheme":"spiffe","User":null}],"UnhandledCriticalExtensions":[[1,3,6,1,4,1,57264,1,2]],"UnknownExtKeyUsage":[[1,2,3,4]],"Version":3}]"#,
        ),
        (
            "crypto.x509.parse_certificates",
            r#"["-----BEGIN CERTIFICATE-----\nMIIBjjCB+KADAgECAgIwOTANBgkqhkiG9w0BAQsFADANMQswCQYDVQQDDALDqTAe\nFw01MDAxMDEwMDAwMDBaFw00OTEyMzEwMDAwMDBaMA0xCzAJBgNVBAMMAsOpMIGf\nMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCLhVfS\n3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cdnJCj\ncpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINiMsrl\nReyWu5AXwTaFgQIDAQABMA0GCSqGSIb3DQEBCwUAA4GBADf7vh3yUPq2Ggt7wUtf\nI06bDajBBVoDVZK64j7Uoesf9Xy70B0eSg8bWiyPfy8VaBg0mkP1QjrM2Ucmc9kx\nBb9VaOSckhyJq4+i9G+R+Tzhjyc4mz62KG1hJpszBrag1uLvrq9W/hCv+8Xc3Vwu\nJq+GBvaPS+nedzeXojdpUOkM\n-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\nMIIBJzCB2qADAgECAgIwOTAFBgMrZXAwDDEKMAgGA1UEAwwBeDAeFw0yMDAxMDEw\nMDAwMDBaFw00MDAxMDEwMDAwMDBaMAwxCjAIBgNVBAMMAXgwKjAFBgMrZXADIQAv\nqr/IAgbMav6TL12ZghLAmdQYQa02yTbXVyQfyXaFwqNgMF4wOQYDVR0eAQH/BC8w\nLaAiMA2CC2V4YW1wbGUuY29tMAqHCAoAAAD/AAAAMAWBA2IuY6EHMAWGA2QuZTAS\nBgNVHSQBAf8ECDAGgAEAgQECMA0GA1UdNgEB/wQDAgEAMAUGAytlcANBAPeYnAHf\nBYA/82vIY7cD97+BJPdTMBlczbSxhB5vYIcBzj09nq99nedjonKwEu70zY3lPPVz\nxqEV4tMHHIqslA8=\n-----END CERTIFICATE-----\n"]"#,
            r#"[{"AuthorityKeyId":null,"BasicConstraintsValid":false,"CRLDistributionPoints":null,"DNSNames":null,"EmailAddresses":null,"ExcludedDNSDomains":null,"ExcludedEmailAddresses":null,"ExcludedIPRanges":null,"ExcludedURIDomains":null,"ExtKeyUsage":null,"Extensions":null,"ExtraExtensions":null,"IPAddresses":null,"InhibitAnyPolicy":0,"InhibitAnyPolicyZero":false,"InhibitPolicyMapping":0,"InhibitPolicyMappingZero":false,"IsCA":false,"Issuer":{"CommonName":"é","Country":null,"ExtraNames":null,"Locality":null,"Names":[{"Type":[2,5,4,3],"Value":"é"}],"Organization":null,"OrganizationalUnit":null,"PostalCode":null,"Province":null,"SerialNumber":"","StreetAddress":null},"IssuingCertificateURL":null,"KeyUsage":0,"MaxPathLen":0,"MaxPathLenZero":false,"NotAfter":"2049-12-31T00:00:00Z","NotBefore":"1950-01-01T00:00:00Z","OCSPServer":null,"PermittedDNSDomains":null,"PermittedDNSDomainsCritical":false,"PermittedEmailAddresses":null,"PermittedIPRanges":null,"PermittedURIDomains":null,"Policies":null,"PolicyIdentifiers":null,"PolicyMappings":null,"PublicKey":{"E":65537,"N":144647558226868910060956871587113007498116942751744494742876293820846195017540584141385742656528811216341345545789334552922137956607226900325609149992866201296755124106638372802734451714084305429860515728028502812813872485145276911724295290707777943413440143945391854548947581323817938072675147630591788615041},"PublicKeyAlgorithm":1,"Raw":"MIIBjjCB+KADAgECAgIwOTANBgkqhkiG9w0BAQsFADANMQswCQYDVQQDDALDqTAeFw01MDAxMDEwMDAwMDBaFw00OTEyMzEwMDAwMDBaMA0xCzAJBgNVBAMMAsOpMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCLhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cdnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINiMsrlReyWu5AXwTaFgQIDAQABMA0GCSqGSIb3DQEBCwUAA4GBADf7vh3yUPq2Ggt7wUtfI06bDajBBVoDVZK64j7Uoesf9Xy70B0eSg8bWiyPfy8VaBg0mkP1QjrM2Ucmc9kxBb9VaOSckhyJq4+i9G+R+Tzhjyc4mz62KG1hJpszBrag1uLvrq9W/hCv+8Xc3VwuJq+GBvaPS+nedzeXojdpUOkM","RawIssuer":"MA0xCzAJBgNVBAMMAsOp","RawSubject":"MA0xCzAJBgNVBAMMAsOp","RawSubjectPublicKeyInfo":"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCLhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cdnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINiMsrlReyWu5AXwTaFgQIDAQAB","RawTBSCertificate":"MIH4oAMCAQICAjA5MA0GCSqGSIb3DQEBCwUAMA0xCzAJBgNVBAMMAsOpMB4XDTUwMDEwMTAwMDAwMFoXDTQ5MTIzMTAwMDAwMFowDTELMAkGA1UEAwwCw6kwgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGBAM38Jlwe4qReLr//EM0s/8R5kIuFV9Lew9HrNtHjfeQs1gfkg91bM+WWN2gfkM9NZLSc2tNyulOFeor332OvRAmX9x2ckKNymaHgX5qq3rxYo4kRS+ZcJ0Ogdrgp1DrpnR4b+s8Bw0xg+VpiyCYRsEfAg2IyyuVF7Ja7kBfBNoWBAgMBAAE=","RequireExplicitPolicy":0,"RequireExplicitPolicyZero":false,"SerialNumber":12345,"Signature":"N/u+HfJQ+rYaC3vBS18jTpsNqMEFWgNVkrriPtSh6x/1fLvQHR5KDxtaLI9/LxVoGDSaQ/VCOszZRyZz2TEFv1Vo5JySHImrj6L0b5H5POGPJzibPrYobWEmmzMGtqDW4u+ur1b+EK/7xdzdXC4mr4YG9o9L6d53N5eiN2lQ6Qw=","SignatureAlgorithm":4,"Subject":{"CommonName":"é","Country":null,"ExtraNames":null,"Locality":null,"Names":[{"Type":[2,5,4,3],"Value":"é"}],"Organization":null,"OrganizationalUnit":null,"PostalCode":null,"Province":null,"SerialNumber":"","StreetAddress":null},"SubjectKeyId":null,"URIStrings":null,"URIs":null,"UnhandledCriticalExtensions":null,"UnknownExtKeyUsage":null,"Version":3},{"AuthorityKeyId":null,"BasicConstraintsValid":false,"CRLDistributionPoints":null,"DNSNames":null,"EmailAddresses":null,"ExcludedDNSDomains":null,"ExcludedEmailAddresses":null,"ExcludedIPRanges":null,"ExcludedURIDomains":["d.e"],"ExtKeyUsage":null,"Extensions":[{"Critical":true,"Id":[2,5,29,30],"Value":"MC2gIjANggtleGFtcGxlLmNvbTAKhwgKAAAA/wAAADAFgQNiLmOhBzAFhgNkLmU="},{"Critical":true,"Id":[2,5,29,36],"Value":"MAaAAQCBAQI="},{"Critical":true,"Id":[2,5,29,54],"Value":"AgEA"}],"ExtraExtensions":null,"IPAddresses":null,"InhibitAnyPolicy":0,"InhibitAnyPolicyZero":true,"InhibitPolicyMapping":2,"InhibitPolicyMappingZero":false,"IsCA":false,"Issuer":{"CommonName":"x","Country":null,"ExtraNames":null,"Locality":null,"Names":[{"Type":[2,5,4,3],"Value":"x"}],"Organization":null,"OrganizationalUnit":null,"PostalCode":null,"Province":null,"SerialNumber":"","StreetAddress":null},"IssuingCertificateURL":null,"KeyUsage":0,"MaxPathLen":0,"MaxPathLenZero":false,"NotAfter":"2040-01-01T00:00:00Z","NotBefore":"2020-01-01T00:00:00Z","OCSPServer":null,"PermittedDNSDomains":["example.com"],"PermittedDNSDomainsCritical":true,"PermittedEmailAddresses":["b.c"],"PermittedIPRanges":[{"IP":"10.0.0.0","Mask":"/wAAAA=="}],"PermittedURIDomains":null,"Policies":null,"PolicyIdentifiers":null,"PolicyMappings":null,"PublicKey":"L6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=","PublicKeyAlgorithm":4,"Raw":"MIIBJzCB2qADAgECAgIwOTAFBgMrZXAwDDEKMAgGA1UEAwwBeDAeFw0yMDAxMDEwMDAwMDBaFw00MDAxMDEwMDAwMDBaMAwxCjAIBgNVBAMMAXgwKjAFBgMrZXADIQAvqr/IAgbMav6TL12ZghLAmdQYQa02yTbXVyQfyXaFwqNgMF4wOQYDVR0eAQH/BC8wLaAiMA2CC2V4YW1wbGUuY29tMAqHCAoAAAD/AAAAMAWBA2IuY6EHMAWGA2QuZTASBgNVHSQBAf8ECDAGgAEAgQECMA0GA1UdNgEB/wQDAgEAMAUGAytlcANBAPeYnAHfBYA/82vIY7cD97+BJPdTMBlczbSxhB5vYIcBzj09nq99nedjonKwEu70zY3lPPVzxqEV4tMHHIqslA8=","RawIssuer":"MAwxCjAIBgNVBAMMAXg=","RawSubject":"MAwxCjAIBgNVBAMMAXg=","RawSubjectPublicKeyInfo":"MCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=","RawTBSCertificate":"MIHaoAMCAQICAjA5MAUGAytlcDAMMQowCAYDVQQDDAF4MB4XDTIwMDEwMTAwMDAwMFoXDTQwMDEwMTAwMDAwMFowDDEKMAgGA1UEAwwBeDAqMAUGAytlcAMhAC+qv8gCBsxq/pMvXZmCEsCZ1BhBrTbJNtdXJB/JdoXCo2AwXjA5BgNVHR4BAf8ELzAtoCIwDYILZXhhbXBsZS5jb20wCocICgAAAP8AAAAwBYEDYi5joQcwBYYDZC5lMBIGA1UdJAEB/wQIMAaAAQCBAQIwDQYDVR02AQH/BAMCAQA=","RequireExplicitPolicy":0,"RequireExplicitPolicyZero":true,"SerialNumber":12345,"Signature":"95icAd8FgD/za8hjtwP3v4Ek91MwGVzNtLGEHm9ghwHOPT2er32d52OicrAS7vTNjeU89XPGoRXi0wcciqyUDw==","SignatureAlgorithm":16,"Subject":{"CommonName":"x","Country":null,"ExtraNames":null,"Locality":null,"Names":[{"Type":[2,5,4,3],"Value":"x"}],"Organization":null,"OrganizationalUnit":null,"PostalCode":null,"Province":null,"SerialNumber":"","StreetAddress":null},"SubjectKeyId":null,"URIStrings":null,"URIs":null,"UnhandledCriticalExtensions":null,"UnknownExtKeyUsage":null,"Version":3}]"#,
        ),
    ]);
}

#[test]
fn reads_certificates_of_all_forms() {
    check(&[
        (
            "crypto.x509.parse_certificates",
            r#"["MIIBJzCB2qADAgECAgIwOTAFBgMrZXAwDDEKMAgGA1UEAwwBeDAeFw0yMDAxMDEwMDAwMDBaFw00MDAxMDEwMDAwMDBaMAwxCjAIBgNVBAMMAXgwKjAFBgMrZXADIQAvqr/IAgbMav6TL12ZghLAmdQYQa02yTbXVyQfyXaFwqNgMF4wOQYDVR0eAQH/BC8wLaAiMA2CC2V4YW1wbGUuY29tMAqHCAoAAAD/AAAAMAWBA2IuY6EHMAWGA2QuZTASBgNVHSQBAf8ECDAGgAEAgQECMA0GA1UdNgEB/wQDAgEAMAUGAytlcANBAPeYnAHfBYA/82vIY7cD97+BJPdTMBlczbSxhB5vYIcBzj09nq99nedjonKwEu70zY3lPPVzxqEV4tMHHIqslA8="]"#,
            r#"[{"AuthorityKeyId":null,"BasicConstraintsValid":false,"CRLDistributionPoints":null,"DNSNames":null,"EmailAddresses":null,"ExcludedDNSDomains":null,"ExcludedEmailAddresses":null,"ExcludedIPRanges":null,"ExcludedURIDomains":["d.e"],"ExtKeyUsage":null,"Extensions":[{"Critical":true,"Id":[2,5,29,30],"Value":"MC2gIjANggtleGFtcGxlLmNvbTAKhwgKAAAA/wAAADAFgQNiLmOhBzAFhgNkLmU="},{"Critical":true,"Id":[2,5,29,36],"Value":"MAaAAQCBAQI="},{"Critical":true,"Id":[2,5,29,54],"Value":"AgEA"}],"ExtraExtensions":null,"IPAddresses":null,"InhibitAnyPolicy":0,"InhibitAnyPolicyZero":true,"InhibitPolicyMapping":2,"InhibitPolicyMappingZero":false,"IsCA":false,"Issuer":{"CommonName":"x","Country":null,"ExtraNames":null,"Locality":null,"Names":[{"Type":[2,5,4,3],"Value":"x"}],"Organization":null,"OrganizationalUnit":null,"PostalCode":null,"Province":null,"SerialNumber":"","StreetAddress":null},"IssuingCertificateURL":null,"KeyUsage":0,"MaxPathLen":0,"MaxPathLenZero":false,"NotAfter":"2040-01-01T00:00:00Z","NotBefore":"2020-01-01T00:00:00Z","OCSPServer":null,"PermittedDNSDomains":["example.com"],"PermittedDNSDomainsCritical":true,"PermittedEmailAddresses":["b.c"],"PermittedIPRanges":[{"IP":"10.0.0.0","Mask":"/wAAAA=="}],"PermittedURIDomains":null,"Policies":null,"PolicyIdentifiers":null,"PolicyMappings":null,"PublicKey":"L6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=","PublicKeyAlgorithm":4,"Raw":"MIIBJzCB2qADAgECAgIwOTAFBgMrZXAwDDEKMAgGA1UEAwwBeDAeFw0yMDAxMDEwMDAwMDBaFw00MDAxMDEwMDAwMDBaMAwxCjAIBgNVBAMMAXgwKjAFBgMrZXADIQAvqr/IAgbMav6TL12ZghLAmdQYQa02yTbXVyQfyXaFwqNgMF4wOQYDVR0eAQH/BC8wLaAiMA2CC2V4YW1wbGUuY29tMAqHCAoAAAD/AAAAMAWBA2IuY6EHMAWGA2QuZTASBgNVHSQBAf8ECDAGgAEAgQECMA0GA1UdNgEB/wQDAgEAMAUGAytlcANBAPeYnAHfBYA/82vIY7cD97+BJPdTMBlczbSxhB5vYIcBzj09nq99nedjonKwEu70zY3lPPVzxqEV4tMHHIqslA8=","RawIssuer":"MAwxCjAIBgNVBAMMAXg=","RawSubject":"MAwxCjAIBgNVBAMMAXg=","RawSubjectPublicKeyInfo":"MCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=","RawTBSCertificate":"MIHaoAMCAQICAjA5MAUGAytlcDAMMQowCAYDVQQDDAF4MB4XDTIwMDEwMTAwMDAwMFoXDTQwMDEwMTAwMDAwMFowDDEKMAgGA1UEAwwBeDAqMAUGAytlcAMhAC+qv8gCBsxq/pMvXZmCEsCZ1BhBrTbJNtdXJB/JdoXCo2AwXjA5BgNVHR4BAf8ELzAtoCIwDYILZXhhbXBsZS5jb20wCocICgAAAP8AAAAwBYEDYi5joQcwBYYDZC5lMBIGA1UdJAEB/wQIMAaAAQCBAQIwDQYDVR02AQH/BAMCAQA=","RequireExplicitPolicy":0,"RequireExplicitPolicyZero":true,"SerialNumber":12345,"Signature":"95icAd8FgD/za8hjtwP3v4Ek91MwGVzNtLGEHm9ghwHOPT2er32d52OicrAS7vTNjeU89XPGoRXi0wcciqyUDw==","SignatureAlgorithm":16,"Subject":{"CommonName":"x","Country":null,"ExtraNames":null,"Locality":null,"Names":[{"Type":[2,5,4,3],"Value":"x"}],"Organization":null,"OrganizationalUnit":null,"PostalCode":null,"Province":null,"SerialNumber":"","StreetAddress":null},"SubjectKeyId":null,"URIStrings":null,"URIs":null,"UnhandledCriticalExtensions":null,"UnknownExtKeyUsage":null,"Version":3}]"#,
        ),
        (
            "crypto.x509.parse_certificates",
            r#"["LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJKekNCMnFBREFnRUNBZ0l3T1RBRkJnTXJaWEF3RERFS01BZ0dBMVVFQXd3QmVEQWVGdzB5TURBeE1ERXcKTURBd01EQmFGdzAwTURBeE1ERXdNREF3TURCYU1Bd3hDakFJQmdOVkJBTU1BWGd3S2pBRkJnTXJaWEFESVFBdgpxci9JQWdiTWF2NlRMMTJaZ2hMQW1kUVlRYTAyeVRiWFZ5UWZ5WGFGd3FOZ01GNHdPUVlEVlIwZUFRSC9CQzh3CkxhQWlNQTJDQzJWNFlXMXdiR1V1WTI5dE1BcUhDQW9BQUFEL0FBQUFNQVdCQTJJdVk2RUhNQVdHQTJRdVpUQVMKQmdOVkhTUUJBZjhFQ0RBR2dBRUFnUUVDTUEwR0ExVWROZ0VCL3dRREFnRUFNQVVHQXl0bGNBTkJBUGVZbkFIZgpCWUEvODJ2SVk3Y0Q5NytCSlBkVE1CbGN6YlN4aEI1dllJY0J6ajA5bnE5OW5lZGpvbkt3RXU3MHpZM2xQUFZ6CnhxRVY0dE1ISElxc2xBOD0KLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo="]"#,
            r#"[{"AuthorityKeyId":null,"BasicConstraintsValid":false,"CRLDistributionPoints":null,"DNSNames":null,"EmailAddresses":null,"ExcludedDNSDomains":null,"ExcludedEmailAddresses":null,"ExcludedIPRanges":null,"ExcludedURIDomains":["d.e"],"ExtKeyUsage":null,"Extensions":[{"Critical":true,"Id":[2,5,29,30],"Value":"MC2gIjANggtleGFtcGxlLmNvbTAKhwgKAAAA/wAAADAFgQNiLmOhBzAFhgNkLmU="},{"Critical":true,"Id":[2,5,29,36],"Value":"MAaAAQCBAQI="},{"Critical":true,"Id":[2,5,29,54],"Value":"AgEA"}],"ExtraExtensions":null,"IPAddresses":null,"InhibitAnyPolicy":0,"InhibitAnyPolicyZero":true,"InhibitPolicyMapping":2,"InhibitPolicyMappingZero":false,"IsCA":false,"Issuer":{"CommonName":"x","Country":null,"ExtraNames":null,"Locality":null,"Names":[{"Type":[2,5,4,3],"Value":"x"}],"Organization":null,"OrganizationalUnit":null,"PostalCode":null,"Province":null,"SerialNumber":"","StreetAddress":null},"IssuingCertificateURL":null,"KeyUsage":0,"MaxPathLen":0,"MaxPathLenZero":false,"NotAfter":"2040-01-01T00:00:00Z","NotBefore":"2020-01-01T00:00:00Z","OCSPServer":null,"PermittedDNSDomains":["example.com"],"PermittedDNSDomainsCritical":true,"PermittedEmailAddresses":["b.c"],"PermittedIPRanges":[{"IP":"10.0.0.0","Mask":"/wAAAA=="}],"PermittedURIDomains":null,"Policies":null,"PolicyIdentifiers":null,"PolicyMappings":null,"PublicKey":"L6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=","PublicKeyAlgorithm":4,"Raw":"MIIBJzCB2qADAgECAgIwOTAFBgMrZXAwDDEKMAgGA1UEAwwBeDAeFw0yMDAxMDEwMDAwMDBaFw00MDAxMDEwMDAwMDBaMAwxCjAIBgNVBAMMAXgwKjAFBgMrZXADIQAvqr/IAgbMav6TL12ZghLAmdQYQa02yTbXVyQfyXaFwqNgMF4wOQYDVR0eAQH/BC8wLaAiMA2CC2V4YW1wbGUuY29tMAqHCAoAAAD/AAAAMAWBA2IuY6EHMAWGA2QuZTASBgNVHSQBAf8ECDAGgAEAgQECMA0GA1UdNgEB/wQDAgEAMAUGAytlcANBAPeYnAHfBYA/82vIY7cD97+BJPdTMBlczbSxhB5vYIcBzj09nq99nedjonKwEu70zY3lPPVzxqEV4tMHHIqslA8=","RawIssuer":"MAwxCjAIBgNVBAMMAXg=","RawSubject":"MAwxCjAIBgNVBAMMAXg=","RawSubjectPublicKeyInfo":"MCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=","RawTBSCertificate":"MIHaoAMCAQICAjA5MAUGAytlcDAMMQowCAYDVQQDDAF4MB4XDTIwMDEwMTAwMDAwMFoXDTQwMDEwMTAwMDAwMFowDDEKMAgGA1UEAwwBeDAqMAUGAytlcAMhAC+qv8gCBsxq/pMvXZmCEsCZ1BhBrTbJNtdXJB/JdoXCo2AwXjA5BgNVHR4BAf8ELzAtoCIwDYILZXhhbXBsZS5jb20wCocICgAAAP8AAAAwBYEDYi5joQcwBYYDZC5lMBIGA1UdJAEB/wQIMAaAAQCBAQIwDQYDVR02AQH/BAMCAQA=","RequireExplicitPolicy":0,"RequireExplicitPolicyZero":true,"SerialNumber":12345,"Signature":"95icAd8FgD/za8hjtwP3v4Ek91MwGVzNtLGEHm9ghwHOPT2er32d52OicrAS7vTNjeU89XPGoRXi0wcciqyUDw==","SignatureAlgorithm":16,"Subject":{"CommonName":"x","Country":null,"ExtraNames":null,"Locality":null,"Names":[{"Type":[2,5,4,3],"Value":"x"}],"Organization":null,"OrganizationalUnit":null,"PostalCode":null,"Province":null,"SerialNumber":"","StreetAddress":null},"SubjectKeyId":null,"URIStrings":null,"URIs":null,"UnhandledCriticalExtensions":null,"UnknownExtKeyUsage":null,"Version":3}]"#,
        ),
        ("crypto.x509.parse_certificates", r#"[""]"#, "[]"),
        ("crypto.x509.parse_certificates", "[1]", "error"),
        ("crypto.x509.parse_certificates", r#"["x"]"#, "error"),
        ("crypto.x509.parse_certificates", r#"["YQ=="]"#, "error"),
        (
            "crypto.x509.parse_certificates",
            r#"["MIIBJzCB2qADAgECAgIwOTAFBgMrZXAwDDEKMAgGA1UEAwwBeDAeFw0yMDAxMDEwMDAwMDBaFw00MDAxMDEwMDAwMDBaMAwxCjAIBgNVBAMMAXgwKjAFBgMrZXADIQAvqr/IAgbMav6TL12ZghLAmdQYQa02yTbXVyQfyXaFwqNgMF4wOQYDVR0eAQH/BC8wLaAiMA2CC2V4YW1wbGUuY29tMAqHCAoAAAD/AAAAMAWBA2IuY6EHMAWGA2QuZTASBgNVHSQBAf8ECDAGgAEAgQECMA0GA1UdNgEB/wQDAgEAMAUGAytlcANBAPeYnAHfBYA/82vIY7cD97+BJPdTMBlczbSxhB5vYIcBzj09nq99nedjonKwEu70zY3lPPVzxqEV4tMH"]"#,
            "error",
        ),
        (
            "crypto.x509.parse_certificates",
            r#"["-----BEGIN CERTIFICATE-----\nMIIBJzCB2qADAgECAgIwOTAFBgMrZXAwDDEKMAgGA1UEAwwBeDAeFw0yMDAxMDEw\nMDAwMDBaFw00MDAxMDEwMDAwMDB"]"#,
            "[]",
        ),
        (
            "crypto.x509.parse_certificates",
            r#"["-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=\n-----END PUBLIC KEY-----\n"]"#,
            "error",
        ),
        (
            "crypto.x509.parse_certificates",
            r#"["junk\n-----BEGIN CERTIFICATE-----\nMIIBjjCB+KADAgECAgIwOTANBgkqhkiG9w0BAQsFADANMQswCQYDVQQDDALDqTAe\nFw01MDAxMDEwMDAwMDBaFw00OTEyMzEwMDAwMDBaMA0xCzAJBgNVBAMMAsOpMIGf\nMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCLhVfS\n3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cdnJCj\ncpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINiMsrl\nReyWu5AXwTaFgQIDAQABMA0GCSqGSIb3DQEBCwUAA4GBADf7vh3yUPq2Ggt7wUtf\nI06bDajBBVoDVZK64j7Uoesf9Xy70B0eSg8bWiyPfy8VaBg0mkP1QjrM2Ucmc9kx\nBb9VaOSckhyJq4+i9G+R+Tzhjyc4mz62KG1hJpszBrag1uLvrq9W/hCv+8Xc3Vwu\nJq+GBvaPS+nedzeXojdpUOkM\n-----END CERTIFICATE-----\n"]"#,
            "error",
        ),
        (
            "crypto.x509.parse_certificates",
            r#"["-----BEGIN CERTIFICATE-----\nA: b\n\nYQ==\n-----END CERTIFICATE-----\n"]"#,
            "refused",
        ),
        (
            "crypto.x509.parse_certificates",
            r#"["-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n"]"#,
            "error",
        ),
        (
            "crypto.x509.parse_certificates",
            r#"["-----BEGIN CERTIFICATE-----\nMIIBjjCB+KADAgECAgIwOTANBgkqhkiG9w0BAQsFADANMQswCQYDVQQDDALDqTAe\nFw01MDAxMDEwMDAwMDBaFw00OTEyMzEwMDAwMDBaMA0xCzAJBgNVBAMMAsOpMIGf\nMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCLhVfS\n3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cdnJCj\ncpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINiMsrl\nReyWu5AXwTaFgQIDAQABMA0GCSqGSIb3DQEBCwUAA4GBADf7vh3yUPq2Ggt7wUtf\nI06bDajBBVoDVZK64j7Uoesf9Xy70B0eSg8bWiyPfy8VaBg0mkP1QjrM2Ucmc9kx\nBb9VaOSckhyJq4+i9G+R+Tzhjyc4mz62KG1hJpszBrag1uLvrq9W/hCv+8Xc3Vwu\nJq+GBvaPS+nedzeXojdpUOkM\n-----BEGIN CERTIFICATE-----\nMIIBjjCB+KADAgECAgIwOTANBgkqhkiG9w0BAQsFADANMQswCQYDVQQDDALDqTAe\nFw01MDAxMDEwMDAwMDBaFw00OTEyMzEwMDAwMDBaMA0xCzAJBgNVBAMMAsOpMIGf\nMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCLhVfS\n3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cdnJCj\ncpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINiMsrl\nReyWu5AXwTaFgQIDAQABMA0GCSqGSIb3DQEBCwUAA4GBADf7vh3yUPq2Ggt7wUtf\nI06bDajBBVoDVZK64j7Uoesf9Xy70B0eSg8bWiyPfy8VaBg0mkP1QjrM2Ucmc9kx\nBb9VaOSckhyJq4+i9G+R+Tzhjyc4mz62KG1hJpszBrag1uLvrq9W/hCv+8Xc3Vwu\nJq+GBvaPS+nedzeXojdpUOkM\n-----END CERTIFICATE-----\n"]"#,
            r#"[{"AuthorityKeyId":null,"BasicConstraintsValid":false,"CRLDistributionPoints":null,"DNSNames":null,"EmailAddresses":null,"ExcludedDNSDomains":null,"ExcludedEmailAddresses":null,"ExcludedIPRanges":null,"ExcludedURIDomains":null,"ExtKeyUsage":null,"Extensions":null,"ExtraExtensions":null,"IPAddresses":null,"InhibitAnyPolicy":0,"InhibitAnyPolicyZero":false,"InhibitPolicyMapping":0,"InhibitPolicyMappingZero":false,"IsCA":false,"Issuer":{"CommonName":"é","Country":null,"ExtraNames":null,"Locality":null,"Names":[{"Type":[2,5,4,3],"Value":"é"}],"Organization":null,"OrganizationalUnit":null,"PostalCode":null,"Province":null,"SerialNumber":"","StreetAddress":null},"IssuingCertificateURL":null,"KeyUsage":0,"MaxPathLen":0,"MaxPathLenZero":false,"NotAfter":"2049-12-31T00:00:00Z","NotBefore":"1950-01-01T00:00:00Z","OCSPServer":null,"PermittedDNSDomains":null,"PermittedDNSDomainsCritical":false,"PermittedEmailAddresses":null,"PermittedIPRanges":null,"PermittedURIDomains":null,"Policies":null,"PolicyIdentifiers":null,"PolicyMappings":null,"PublicKey":{"E":65537,"N":144647558226868910060956871587113007498116942751744494742876293820846195017540584141385742656528811216341345545789334552922137956607226900325609149992866201296755124106638372802734451714084305429860515728028502812813872485145276911724295290707777943413440143945391854548947581323817938072675147630591788615041},"PublicKeyAlgorithm":1,"Raw":"MIIBjjCB+KADAgECAgIwOTANBgkqhkiG9w0BAQsFADANMQswCQYDVQQDDALDqTAeFw01MDAxMDEwMDAwMDBaFw00OTEyMzEwMDAwMDBaMA0xCzAJBgNVBAMMAsOpMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCLhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cdnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINiMsrlReyWu5AXwTaFgQIDAQABMA0GCSqGSIb3DQEBCwUAA4GBADf7vh3yUPq2Ggt7wUtfI06bDajBBVoDVZK64j7Uoesf9Xy70B0eSg8bWiyPfy8VaBg0mkP1QjrM2Ucmc9kxBb9VaOSckhyJq4+i9G+R+Tzhjyc4mz62KG1hJpszBrag1uLvrq9W/hCv+8Xc3VwuJq+GBvaPS+nedzeXojdpUOkM","RawIssuer":"MA0xCzAJBgNVBAMMAsOp","RawSubject":"MA0xCzAJBgNVBAMMAsOp","RawSubjectPublicKeyInfo":"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCLhVfS3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cdnJCjcpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINiMsrlReyWu5AXwTaFgQIDAQAB","RawTBSCertificate":"MIH4oAMCAQICAjA5MA0GCSqGSIb3DQEBCwUAMA0xCzAJBgNVBAMMAsOpMB4XDTUwMDEwMTAwMDAwMFoXDTQ5MTIzMTAwMDAwMFowDTELMAkGA1UEAwwCw6kwgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGBAM38Jlwe4qReLr//EM0s/8R5kIuFV9Lew9HrNtHjfeQs1gfkg91bM+WWN2gfkM9NZLSc2tNyulOFeor332OvRAmX9x2ckKNymaHgX5qq3rxYo4kRS+ZcJ0Ogdrgp1DrpnR4b+s8Bw0xg+VpiyCYRsEfAg2IyyuVF7Ja7kBfBNoWBAgMBAAE=","RequireExplicitPolicy":0,"RequireExplicitPolicyZero":false,"SerialNumber":12345,"Signature":"N/u+HfJQ+rYaC3vBS18jTpsNqMEFWgNVkrriPtSh6x/1fLvQHR5KDxtaLI9/LxVoGDSaQ/VCOszZRyZz2TEFv1Vo5JySHImrj6L0b5H5POGPJzibPrYobWEmmzMGtqDW4u+ur1b+EK/7xdzdXC4mr4YG9o9L6d53N5eiN2lQ6Qw=","SignatureAlgorithm":4,"Subject":{"CommonName":"é","Country":null,"ExtraNames":null,"Locality":null,"Names":[{"Type":[2,5,4,3],"Value":"é"}],"Organization":null,"OrganizationalUnit":null,"PostalCode":null,"Province":null,"SerialNumber":"","StreetAddress":null},"SubjectKeyId":null,"URIStrings":null,"URIs":null,"UnhandledCriticalExtensions":null,"UnknownExtKeyUsage":null,"Version":3}]"#,
        ),
        (
            "crypto.x509.parse_certificates",
            r#"["-----BEGIN CERTIFICATE-----\nMIHxMIGhoAMCAQICAjA5MAoGCCqGSM49BAMCMAwxCjAIBgNVBAMMAXgwHhcNMjAw\nMTAxMDAwMDAwWhcNNDAwMTAxMDAwMDAwWjAMMQowCAYDVQQDDAF4ME4wEAYHKoZI\nzj0CAQYFK4EEACEDOgAEiTtKyR8006zoinMwXGx/ihHgcjeqA0bYzxVN0bYE0018\nDAceyuYqqay0a66ZEl1xOluasLSaw2YwCgYIKoZIzj0EAwIDPwAwPAIcTNkYg55i\n5PwZ2a6WSqRSHjE2iRCaKaZFndc5cgIcX62jL77u5bEBz0E7ntUtu0gtSG6Auj6F\nV9vOnw==\n-----END CERTIFICATE-----\n"]"#,
            "refused",
        ),
    ]);
}

#[test]
fn shows_requests_as_go_has_them() {
    check(&[
        (
            "crypto.x509.parse_certificate_request",
            r#"["-----BEGIN CERTIFICATE REQUEST-----\nMIIBXTCCAQ8CAQAwGjEKMAgGA1UECgwBTzEMMAoGA1UEAwwDcmVxMCowBQYDK2Vw\nAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcKggcEwEQYJKoZIhvcN\nAQkHMQQMAnB3MIGrBgkqhkiG9w0BCQ4xgZ0wgZowgYMGA1UdEQR8MHqCC2V4YW1w\nbGUuY29tgg0qLmV4YW1wbGUuY29thwQKAAABhxAgAQ24AAAAAAAAAAAAAAABgQ1h\nQGV4YW1wbGUuY29thiNodHRwczovL3U6cEBleGFtcGxlLmNvbS9hJTJmYj9xPTEj\nZoYQc3BpZmZlOi8vdGQvbnMveDASBgNVHRMBAf8ECDAGAQH/AgEAMAUGAytlcANB\nAC+FXEUKPGhkf743yX1bHVI25+RjWkScxgIxqMq+X6FbozSI0AVDfk4226hx9cEB\n1M9pLtSCG5d5FGsD2jWcDAw=\n-----END CERTIFICATE REQUEST-----\n"]"#,
            r#"{"Attributes":[{"Type":[1,2,840,113549,1,9,14],"Value":[[{"Type":[2,5,29,17],"Value":"MHqCC2V4YW1wbGUuY29tgg0qLmV4YW1wbGUuY29thwQKAAABhxAgAQ24AAAAAAAAAAAAAAABgQ1hQGV4YW1wbGUuY29thiNodHRwczovL3U6cEBleGFtcGxlLmNvbS9hJTJmYj9xPTEjZoYQc3BpZmZlOi8vdGQvbnMveA=="},{"Type":[2,5,29,19],"Value":true}]]}],"DNSNames":["example.com","*.example.com"],"EmailAddresses":["a@example.com"],"Extensions":[{"Critical":false,"Id":[2,5,29,17],"Value":"MHqCC2V4YW1wbGUuY29tgg0qLmV4YW1wbGUuY29thwQKAAABhxAgAQ24AAAAAAAAAAAAAAABgQ1hQGV4YW1wbGUuY29thiNodHRwczovL3U6cEBleGFtcGxlLmNvbS9hJTJmYj9xPTEjZoYQc3BpZmZlOi8vdGQvbnMveA=="},{"Critical":true,"Id":[2,5,29,19],"Value":"MAYBAf8CAQA="}],"ExtraExtensions":null,"IPAddresses":["10.0.0.1","2001:db8::1"],"PublicKey":"L6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=","PublicKeyAlgorithm":4,"Raw":"MIIBXTCCAQ8CAQAwGjEKMAgGA1UECgwBTzEMMAoGA1UEAwwDcmVxMCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcKggcEwEQYJKoZIhvcNAQkHMQQMAnB3MIGrBgkqhkiG9w0BCQ4xgZ0wgZowgYMGA1UdEQR8MHqCC2V4YW1wbGUuY29tgg0qLmV4YW1wbGUuY29thwQKAAABhxAgAQ24AAAAAAAAAAAAAAABgQ1hQGV4YW1wbGUuY29thiNodHRwczovL3U6cEBleGFtcGxlLmNvbS9hJTJmYj9xPTEjZoYQc3BpZmZlOi8vdGQvbnMveDASBgNVHRMBAf8ECDAGAQH/AgEAMAUGAytlcANBAC+FXEUKPGhkf743yX1bHVI25+RjWkScxgIxqMq+X6FbozSI0AVDfk4226hx9cEB1M9pLtSCG5d5FGsD2jWcDAw=","RawSubject":"MBoxCjAIBgNVBAoMAU8xDDAKBgNVBAMMA3JlcQ==","RawSubjectPublicKeyInfo":"MCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=","RawTBSCertificateRequest":"MIIBDwIBADAaMQowCAYDVQQKDAFPMQwwCgYDVQQDDANyZXEwKjAFBgMrZXADIQAvqr/IAgbMav6TL12ZghLAmdQYQa02yTbXVyQfyXaFwqCBwTARBgkqhkiG9w0BCQcxBAwCcHcwgasGCSqGSIb3DQEJDjGBnTCBmjCBgwYDVR0RBHwweoILZXhhbXBsZS5jb22CDSouZXhhbXBsZS5jb22HBAoAAAGHECABDbgAAAAAAAAAAAAAAAGBDWFAZXhhbXBsZS5jb22GI2h0dHBzOi8vdTpwQGV4YW1wbGUuY29tL2ElMmZiP3E9MSNmhhBzcGlmZmU6Ly90ZC9ucy94MBIGA1UdEwEB/wQIMAYBAf8CAQA=","Signature":"L4VcRQo8aGR/vjfJfVsdUjbn5GNaRJzGAjGoyr5foVujNIjQBUN+TjbbqHH1wQHUz2ku1IIbl3kUawPaNZwMDA==","SignatureAlgorithm":16,"Subject":{"CommonName":"req","Country":null,"ExtraNames":null,"Locality":null,"Names":[{"Type":[2,5,4,10],"Value":"O"},{"Type":[2,5,4,3],"Value":"req"}],"Organization":["O"],"OrganizationalUnit":null,"PostalCode":null,"Province":null,"SerialNumber":"","StreetAddress":null},"URIs":[{"ForceQuery":false,"Fragment":"f","Host":"example.com","OmitHost":false,"Opaque":"","Path":"/a/b","RawFragment":"","RawPath":"/a%2fb","RawQuery":"q=1","Scheme":"https","User":{}},{"ForceQuery":false,"Fragment":"","Host":"td","OmitHost":false,"Opaque":"","Path":"/ns/x","RawFragment":"","RawPath":"","RawQuery":"","Scheme":"spiffe","User":null}],"Version":0}"#,
        ),
        (
            "crypto.x509.parse_certificate_request",
            r#"["MIIBXTCCAQ8CAQAwGjEKMAgGA1UECgwBTzEMMAoGA1UEAwwDcmVxMCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcKggcEwEQYJKoZIhvcNAQkHMQQMAnB3MIGrBgkqhkiG9w0BCQ4xgZ0wgZowgYMGA1UdEQR8MHqCC2V4YW1wbGUuY29tgg0qLmV4YW1wbGUuY29thwQKAAABhxAgAQ24AAAAAAAAAAAAAAABgQ1hQGV4YW1wbGUuY29thiNodHRwczovL3U6cEBleGFtcGxlLmNvbS9hJTJmYj9xPTEjZoYQc3BpZmZlOi8vdGQvbnMveDASBgNVHRMBAf8ECDAGAQH/AgEAMAUGAytlcANBAC+FXEUKPGhkf743yX1bHVI25+RjWkScxgIxqMq+X6FbozSI0AVDfk4226hx9cEB1M9pLtSCG5d5FGsD2jWcDAw="]"#,
            r#"{"Attributes":[{"Type":[1,2,840,113549,1,9,14],"Value":[[{"Type":[2,5,29,17],"Value":"MHqCC2V4YW1wbGUuY29tgg0qLmV4YW1wbGUuY29thwQKAAABhxAgAQ24AAAAAAAAAAAAAAABgQ1hQGV4YW1wbGUuY29thiNodHRwczovL3U6cEBleGFtcGxlLmNvbS9hJTJmYj9xPTEjZoYQc3BpZmZlOi8vdGQvbnMveA=="},{"Type":[2,5,29,19],"Value":true}]]}],"DNSNames":["example.com","*.example.com"],"EmailAddresses":["a@example.com"],"Extensions":[{"Critical":false,"Id":[2,5,29,17],"Value":"MHqCC2V4YW1wbGUuY29tgg0qLmV4YW1wbGUuY29thwQKAAABhxAgAQ24AAAAAAAAAAAAAAABgQ1hQGV4YW1wbGUuY29thiNodHRwczovL3U6cEBleGFtcGxlLmNvbS9hJTJmYj9xPTEjZoYQc3BpZmZlOi8vdGQvbnMveA=="},{"Critical":true,"Id":[2,5,29,19],"Value":"MAYBAf8CAQA="}],"ExtraExtensions":null,"IPAddresses":["10.0.0.1","2001:db8::1"],"PublicKey":"L6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=","PublicKeyAlgorithm":4,"Raw":"MIIBXTCCAQ8CAQAwGjEKMAgGA1UECgwBTzEMMAoGA1UEAwwDcmVxMCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcKggcEwEQYJKoZIhvcNAQkHMQQMAnB3MIGrBgkqhkiG9w0BCQ4xgZ0wgZowgYMGA1UdEQR8MHqCC2V4YW1wbGUuY29tgg0qLmV4YW1wbGUuY29thwQKAAABhxAgAQ24AAAAAAAAAAAAAAABgQ1hQGV4YW1wbGUuY29thiNodHRwczovL3U6cEBleGFtcGxlLmNvbS9hJTJmYj9xPTEjZoYQc3BpZmZlOi8vdGQvbnMveDASBgNVHRMBAf8ECDAGAQH/AgEAMAUGAytlcANBAC+FXEUKPGhkf743yX1bHVI25+RjWkScxgIxqMq+X6FbozSI0AVDfk4226hx9cEB1M9pLtSCG5d5FGsD2jWcDAw=","RawSubject":"MBoxCjAIBgNVBAoMAU8xDDAKBgNVBAMMA3JlcQ==","RawSubjectPublicKeyInfo":"MCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=","RawTBSCertificateRequest":"MIIBDwIBADAaMQowCAYDVQQKDAFPMQwwCgYDVQQDDANyZXEwKjAFBgMrZXADIQAvqr/IAgbMav6TL12ZghLAmdQYQa02yTbXVyQfyXaFwqCBwTARBgkqhkiG9w0BCQcxBAwCcHcwgasGCSqGSIb3DQEJDjGBnTCBmjCBgwYDVR0RBHwweoILZXhhbXBsZS5jb22CDSouZXhhbXBsZS5jb22HBAoAAAGHECABDbgAAAAAAAAAAAAAAAGBDWFAZXhhbXBsZS5jb22GI2h0dHBzOi8vdTpwQGV4YW1wbGUuY29tL2ElMmZiP3E9MSNmhhBzcGlmZmU6Ly90ZC9ucy94MBIGA1UdEwEB/wQIMAYBAf8CAQA=","Signature":"L4VcRQo8aGR/vjfJfVsdUjbn5GNaRJzGAjGoyr5foVujNIjQBUN+TjbbqHH1wQHUz2ku1IIbl3kUawPaNZwMDA==","SignatureAlgorithm":16,"Subject":{"CommonName":"req","Country":null,"ExtraNames":null,"Locality":null,"Names":[{"Type":[2,5,4,10],"Value":"O"},{"Type":[2,5,4,3],"Value":"req"}],"Organization":["O"],"OrganizationalUnit":null,"PostalCode":null,"Province":null,"SerialNumber":"","StreetAddress":null},"URIs":[{"ForceQuery":false,"Fragment":"f","Host":"example.com","OmitHost":false,"Opaque":"","Path":"/a/b","RawFragment":"","RawPath":"/a%2fb","RawQuery":"q=1","Scheme":"https","User":{}},{"ForceQuery":false,"Fragment":"","Host":"td","OmitHost":false,"Opaque":"","Path":"/ns/x","RawFragment":"","RawPath":"","RawQuery":"","Scheme":"spiffe","User":null}],"Version":0}"#,
        ),
        ("crypto.x509.parse_certificate_request", r#"["x"]"#, "error"),
        (
            "crypto.x509.parse_certificate_request",
            r#"["-----BEGIN CERTIFICATE-----\nMIIBjjCB+KADAgECAgIwOTANBgkqhkiG9w0BAQsFADANMQswCQYDVQQDDALDqTAe\nFw01MDAxMDEwMDAwMDBaFw00OTEyMzEwMDAwMDBaMA0xCzAJBgNVBAMMAsOpMIGf\nMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN/CZcHuKkXi6//xDNLP/EeZCLhVfS\n3sPR6zbR433kLNYH5IPdWzPlljdoH5DPTWS0nNrTcrpThXqK999jr0QJl/cdnJCj\ncpmh4F+aqt68WKOJEUvmXCdDoHa4KdQ66Z0eG/rPAcNMYPlaYsgmEbBHwINiMsrl\nReyWu5AXwTaFgQIDAQABMA0GCSqGSIb3DQEBCwUAA4GBADf7vh3yUPq2Ggt7wUtf\nI06bDajBBVoDVZK64j7Uoesf9Xy70B0eSg8bWiyPfy8VaBg0mkP1QjrM2Ucmc9kx\nBb9VaOSckhyJq4+i9G+R+Tzhjyc4mz62KG1hJpszBrag1uLvrq9W/hCv+8Xc3Vwu\nJq+GBvaPS+nedzeXojdpUOkM\n-----END CERTIFICATE-----\n"]"#,
            "error",
        ),
        (
            "crypto.x509.parse_certificate_request",
            r#"["-----BEGIN CERTIFICATE REQUEST-----\nMIIBXTCCAQ8CAQAwGjEKMAgGA1UECgwBTzEMMAoGA1UEAwwDcmVxMCowBQYDK2Vw"]"#,
            "error",
        ),
        ("crypto.x509.parse_certificate_request", "[1]", "error"),
    ]);
}

#[test]
fn shows_private_keys_as_go_has_them() {
    check(&[
        (
            "crypto.parse_private_keys",
            r#"["-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAMtyVHhi12TwkPfkutMo5+yduaY2wghMmJyIGZw4TuYvnwBFXCTs\n8Fs8wueePBE0n9g0DGOZWU7G+krVgMvirWkCAwEAAQJAK8VJTy1U0i6/wdXALDYc\nz9ePXadiT47LNsJBYE7tCrDJzN0UXghcNbHwmRHHR92AtnKpk1d8NB21xFaKYYLk\nkQIhAPLVI8SI3el1eE20UCYERFYUHvXoaa6cbry8oAOBGNiXAiEA1np1A9XtSeRr\n0JRcPdGXKvlmWpD0RL1ZS64V2Tu7af8CIGxNLRehZz+RGaemTLy32HZ/oNNR5Zhv\nwl/AzKjjcd5fAiB/zy2YAY2L8RDGlQJ63EEnHMP/yE2oAOYLkUv3zf6a5QIhAMAM\nVsMLVh/enCyHUmDODtv1IUaqWMtScZD7M3WrOAp/\n-----END RSA PRIVATE KEY-----\n"]"#,
            r#"[{"D":2292454946500095869380266996640289886477153027240219762827254924461921444619801924260670594318334876653882538408934901117302446531948010432881639699965073,"E":65537,"N":10655363108423885318551387103462033921280367230229949120312752197479499696173820940534249699979396177121967666513636139433835695854217589720576718962601321,"Precomputed":{"CRTValues":[],"Dp":48986146086642837306426396969538165999601360397376073683650077220883490004575,"Dq":57809783789144997066798733449652640981590230051098783344508143160182729251557,"Qinv":86865867901333776031255583806353063783366255767308198094118680376426756573823},"Primes":[109836294641633707227454472550980970444280487062945558897169766698314731411607,97011312546453517508239580941513932811247987577683744662493731200104868309503]}]"#,
        ),
        (
            "crypto.parse_private_keys",
            r#"["-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIEBc7CEZrF5ieSVSDHNr7GM25+Dkxc+kcH8GGXAENIPY\n-----END PRIVATE KEY-----\n-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIB2PmgS+3qDCg9sggsWn+R2oIQJLrftduv4WdA7z193IoAoGCCqGSM49\nAwEHoUQDQgAExMHfPRpnxG9ZO4Kto3k7/9EBR1QGv31ygO3xc6whT8uhBOKGJrcl\nv3ebS5sFLUb5MBJSX51mQ8KhiaP9wsEjBw==\n-----END EC PRIVATE KEY-----\n"]"#,
            r#"["QFzsIRmsXmJ5JVIMc2vsYzbn4OTFz6RwfwYZcAQ0g9gvqr/IAgbMav6TL12ZghLAmdQYQa02yTbXVyQfyXaFwg==",{"Curve":{},"D":13370794736056145888417745680712244242865287474810914559712507312693201853896,"X":88995860542595328273231186159959712437807714066471895919302507324718715064267,"Y":72830999421549439706494648881028229222404218913526856496006979657710174282503}]"#,
        ),
        (
            "crypto.parse_private_keys",
            r#"["LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1JRzJBZ0VBTUJBR0J5cUdTTTQ5QWdFR0JTdUJCQUFpQklHZU1JR2JBZ0VCQkRCVXRYOVVoMXJPZFQzZDRJOG0KNUdOd0dBaVh4MTNQc0JxWndTSGJ5ZFRGTHlRWEFuVDBndHZIR29SSWwrbERpekNoWkFOaUFBVGo3NVFGWnJwQgpVNXhjL3RHZzVjNWUwbWtqUSt4L2hZcUplK3hiME1BdHFUeGxZZ0p6eGZtUVg4NHRZZmhlN0VwOFZKVThkWTEvCmZOeDYrQW5zT0tNaWJ3VUZQb0ZreEVOU1NXTTV4N1RLNVJReUJRL2ovMGhzMEtCR1NlcXkzWlU9Ci0tLS0tRU5EIFBSSVZBVEUgS0VZLS0tLS0K"]"#,
            r#"[{"Curve":{},"D":13037904392681454178578330852224906973311673349969990062732206895932339463711073811444869949300632901772739698985776,"X":35082538545197160346625246155105426121445438276608603966477013627888226619767000167046860293514551718279857538264138,"Y":19136200298575655136758131187269654761506097297308285607750547323875151078989088160734712092269910335850307883556245}]"#,
        ),
        (
            "crypto.parse_private_keys",
            r#"["-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=\n-----END PUBLIC KEY-----\n"]"#,
            "[]",
        ),
        (
            "crypto.parse_private_keys",
            r#"["-----BEGIN EC PRIVATE KEY-----\nMGgCAQEEHATlIF6pAWj7GntFC7E+RHZnOLF6+eaqyF2Qw0egBwYFK4EEACGhPAM6\nAASJO0rJHzTTrOiKczBcbH+KEeByN6oDRtjPFU3RtgTTTXwMBx7K5iqprLRrrpkS\nXXE6W5qwtJrDZg==\n-----END EC PRIVATE KEY-----\n"]"#,
            "refused",
        ),
        (
            "crypto.parse_private_keys",
            r#"["-----BEGIN EC PRIVATE KEY-----\nMHQCAQEEILt6xv4BMfYdNNnsQ6SmN0yvL6IXm7Yj0D48DpfCsBpaoAcGBSuBBAAK\noUQDQgAE1zBa9SC3gCX+SKEe9sicemcFM+CQaiQBu0bpjmhL8VWuk7l9rQxxYTyQ\n4p+V5a9fAPeRYyRQOmCq1+hpYJh2xA==\n-----END EC PRIVATE KEY-----\n"]"#,
            "error",
        ),
        (
            "crypto.parse_private_keys",
            r#"["-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIEAeLVNr/HlyafVVAaakQG5+C8/se/Aiuf/DwVt28zBH\n-----END PRIVATE KEY-----\n"]"#,
            "refused",
        ),
        ("crypto.parse_private_keys", r#"[""]"#, "null"),
        ("crypto.parse_private_keys", r#"["x"]"#, "[]"),
        ("crypto.parse_private_keys", "[1]", "error"),
        (
            "crypto.parse_private_keys",
            r#"["-----BEGIN RSB PRIVATE KEY-----\nMIIBOgIBAAJBAMtyVHhi12TwkPfkutMo5+yduaY2wghMmJyIGZw4TuYvnwBFXCTs\n8Fs8wueePBE0n9g0DGOZWU7G+krVgMvirWkCAwEAAQJAK8VJTy1U0i6/wdXALDYc\nz9ePXadiT47LNsJBYE7tCrDJzN0UXghcNbHwmRHHR92AtnKpk1d8NB21xFaKYYLk\nkQIhAPLVI8SI3el1eE20UCYERFYUHvXoaa6cbry8oAOBGNiXAiEA1np1A9XtSeRr\n0JRcPdGXKvlmWpD0RL1ZS64V2Tu7af8CIGxNLRehZz+RGaemTLy32HZ/oNNR5Zhv\nwl/AzKjjcd5fAiB/zy2YAY2L8RDGlQJ63EEnHMP/yE2oAOYLkUv3zf6a5QIhAMAM\nVsMLVh/enCyHUmDODtv1IUaqWMtScZD7M3WrOAp/\n-----END RSA PRIVATE KEY-----\n"]"#,
            "[]",
        ),
        (
            "crypto.x509.parse_rsa_private_key",
            r#"["-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAMtyVHhi12TwkPfkutMo5+yduaY2wghMmJyIGZw4TuYvnwBFXCTs\n8Fs8wueePBE0n9g0DGOZWU7G+krVgMvirWkCAwEAAQJAK8VJTy1U0i6/wdXALDYc\nz9ePXadiT47LNsJBYE7tCrDJzN0UXghcNbHwmRHHR92AtnKpk1d8NB21xFaKYYLk\nkQIhAPLVI8SI3el1eE20UCYERFYUHvXoaa6cbry8oAOBGNiXAiEA1np1A9XtSeRr\n0JRcPdGXKvlmWpD0RL1ZS64V2Tu7af8CIGxNLRehZz+RGaemTLy32HZ/oNNR5Zhv\nwl/AzKjjcd5fAiB/zy2YAY2L8RDGlQJ63EEnHMP/yE2oAOYLkUv3zf6a5QIhAMAM\nVsMLVh/enCyHUmDODtv1IUaqWMtScZD7M3WrOAp/\n-----END RSA PRIVATE KEY-----\n"]"#,
            r#"{"d":"K8VJTy1U0i6_wdXALDYcz9ePXadiT47LNsJBYE7tCrDJzN0UXghcNbHwmRHHR92AtnKpk1d8NB21xFaKYYLkkQ","dp":"bE0tF6FnP5EZp6ZMvLfYdn-g01HlmG_CX8DMqONx3l8","dq":"f88tmAGNi_EQxpUCetxBJxzD_8hNqADmC5FL983-muU","e":"AQAB","kty":"RSA","n":"y3JUeGLXZPCQ9-S60yjn7J25pjbCCEyYnIgZnDhO5i-fAEVcJOzwWzzC5548ETSf2DQMY5lZTsb6StWAy-KtaQ","p":"8tUjxIjd6XV4TbRQJgREVhQe9ehprpxuvLygA4EY2Jc","q":"1np1A9XtSeRr0JRcPdGXKvlmWpD0RL1ZS64V2Tu7af8","qi":"wAxWwwtWH96cLIdSYM4O2_UhRqpYy1JxkPszdas4Cn8"}"#,
        ),
        (
            "crypto.x509.parse_rsa_private_key",
            r#"["-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIEBc7CEZrF5ieSVSDHNr7GM25+Dkxc+kcH8GGXAENIPY\n-----END PRIVATE KEY-----\n-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIB2PmgS+3qDCg9sggsWn+R2oIQJLrftduv4WdA7z193IoAoGCCqGSM49\nAwEHoUQDQgAExMHfPRpnxG9ZO4Kto3k7/9EBR1QGv31ygO3xc6whT8uhBOKGJrcl\nv3ebS5sFLUb5MBJSX51mQ8KhiaP9wsEjBw==\n-----END EC PRIVATE KEY-----\n"]"#,
            r#"{"crv":"Ed25519","d":"QFzsIRmsXmJ5JVIMc2vsYzbn4OTFz6RwfwYZcAQ0g9g","kty":"OKP","x":"L6q_yAIGzGr-ky9dmYISwJnUGEGtNsk211ckH8l2hcI"}"#,
        ),
        (
            "crypto.x509.parse_rsa_private_key",
            r#"["LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1JRzJBZ0VBTUJBR0J5cUdTTTQ5QWdFR0JTdUJCQUFpQklHZU1JR2JBZ0VCQkRCVXRYOVVoMXJPZFQzZDRJOG0KNUdOd0dBaVh4MTNQc0JxWndTSGJ5ZFRGTHlRWEFuVDBndHZIR29SSWwrbERpekNoWkFOaUFBVGo3NVFGWnJwQgpVNXhjL3RHZzVjNWUwbWtqUSt4L2hZcUplK3hiME1BdHFUeGxZZ0p6eGZtUVg4NHRZZmhlN0VwOFZKVThkWTEvCmZOeDYrQW5zT0tNaWJ3VUZQb0ZreEVOU1NXTTV4N1RLNVJReUJRL2ovMGhzMEtCR1NlcXkzWlU9Ci0tLS0tRU5EIFBSSVZBVEUgS0VZLS0tLS0K"]"#,
            r#"{"crv":"P-384","d":"VLV_VIdaznU93eCPJuRjcBgIl8ddz7AamcEh28nUxS8kFwJ09ILbxxqESJfpQ4sw","kty":"EC","x":"4--UBWa6QVOcXP7RoOXOXtJpI0Psf4WKiXvsW9DALak8ZWICc8X5kF_OLWH4XuxK","y":"fFSVPHWNf3zcevgJ7DijIm8FBT6BZMRDUkljOce0yuUUMgUP4_9IbNCgRknqst2V"}"#,
        ),
        (
            "crypto.x509.parse_rsa_private_key",
            r#"["-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=\n-----END PUBLIC KEY-----\n"]"#,
            "null",
        ),
        (
            "crypto.x509.parse_rsa_private_key",
            r#"["-----BEGIN EC PRIVATE KEY-----\nMGgCAQEEHATlIF6pAWj7GntFC7E+RHZnOLF6+eaqyF2Qw0egBwYFK4EEACGhPAM6\nAASJO0rJHzTTrOiKczBcbH+KEeByN6oDRtjPFU3RtgTTTXwMBx7K5iqprLRrrpkS\nXXE6W5qwtJrDZg==\n-----END EC PRIVATE KEY-----\n"]"#,
            "refused",
        ),
        (
            "crypto.x509.parse_rsa_private_key",
            r#"["-----BEGIN EC PRIVATE KEY-----\nMHQCAQEEILt6xv4BMfYdNNnsQ6SmN0yvL6IXm7Yj0D48DpfCsBpaoAcGBSuBBAAK\noUQDQgAE1zBa9SC3gCX+SKEe9sicemcFM+CQaiQBu0bpjmhL8VWuk7l9rQxxYTyQ\n4p+V5a9fAPeRYyRQOmCq1+hpYJh2xA==\n-----END EC PRIVATE KEY-----\n"]"#,
            "error",
        ),
        (
            "crypto.x509.parse_rsa_private_key",
            r#"["-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIEAeLVNr/HlyafVVAaakQG5+C8/se/Aiuf/DwVt28zBH\n-----END PRIVATE KEY-----\n"]"#,
            "refused",
        ),
        ("crypto.x509.parse_rsa_private_key", r#"[""]"#, "error"),
        ("crypto.x509.parse_rsa_private_key", r#"["x"]"#, "error"),
        ("crypto.x509.parse_rsa_private_key", "[1]", "error"),
        (
            "crypto.x509.parse_rsa_private_key",
            r#"["-----BEGIN RSB PRIVATE KEY-----\nMIIBOgIBAAJBAMtyVHhi12TwkPfkutMo5+yduaY2wghMmJyIGZw4TuYvnwBFXCTs\n8Fs8wueePBE0n9g0DGOZWU7G+krVgMvirWkCAwEAAQJAK8VJTy1U0i6/wdXALDYc\nz9ePXadiT47LNsJBYE7tCrDJzN0UXghcNbHwmRHHR92AtnKpk1d8NB21xFaKYYLk\nkQIhAPLVI8SI3el1eE20UCYERFYUHvXoaa6cbry8oAOBGNiXAiEA1np1A9XtSeRr\n0JRcPdGXKvlmWpD0RL1ZS64V2Tu7af8CIGxNLRehZz+RGaemTLy32HZ/oNNR5Zhv\nwl/AzKjjcd5fAiB/zy2YAY2L8RDGlQJ63EEnHMP/yE2oAOYLkUv3zf6a5QIhAMAM\nVsMLVh/enCyHUmDODtv1IUaqWMtScZD7M3WrOAp/\n-----END RSA PRIVATE KEY-----\n"]"#,
            "null",
        ),
    ]);
}

#[test]
fn pairs_certificates_with_their_keys() {
    check(&[
        (
            "crypto.x509.parse_keypair",
            r#"["-----BEGIN CERTIFICATE-----\nMIIBJzCB2qADAgECAgIwOTAFBgMrZXAwDDEKMAgGA1UEAwwBeDAeFw0yMDAxMDEw\nMDAwMDBaFw00MDAxMDEwMDAwMDBaMAwxCjAIBgNVBAMMAXgwKjAFBgMrZXADIQAv\nqr/IAgbMav6TL12ZghLAmdQYQa02yTbXVyQfyXaFwqNgMF4wOQYDVR0eAQH/BC8w\nLaAiMA2CC2V4YW1wbGUuY29tMAqHCAoAAAD/AAAAMAWBA2IuY6EHMAWGA2QuZTAS\nBgNVHSQBAf8ECDAGgAEAgQECMA0GA1UdNgEB/wQDAgEAMAUGAytlcANBAPeYnAHf\nBYA/82vIY7cD97+BJPdTMBlczbSxhB5vYIcBzj09nq99nedjonKwEu70zY3lPPVz\nxqEV4tMHHIqslA8=\n-----END CERTIFICATE-----\n","-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIEBc7CEZrF5ieSVSDHNr7GM25+Dkxc+kcH8GGXAENIPY\n-----END PRIVATE KEY-----\n"]"#,
            r#"{"Certificate":["MIIBJzCB2qADAgECAgIwOTAFBgMrZXAwDDEKMAgGA1UEAwwBeDAeFw0yMDAxMDEwMDAwMDBaFw00MDAxMDEwMDAwMDBaMAwxCjAIBgNVBAMMAXgwKjAFBgMrZXADIQAvqr/IAgbMav6TL12ZghLAmdQYQa02yTbXVyQfyXaFwqNgMF4wOQYDVR0eAQH/BC8wLaAiMA2CC2V4YW1wbGUuY29tMAqHCAoAAAD/AAAAMAWBA2IuY6EHMAWGA2QuZTASBgNVHSQBAf8ECDAGgAEAgQECMA0GA1UdNgEB/wQDAgEAMAUGAytlcANBAPeYnAHfBYA/82vIY7cD97+BJPdTMBlczbSxhB5vYIcBzj09nq99nedjonKwEu70zY3lPPVzxqEV4tMHHIqslA8="],"Leaf":{"AuthorityKeyId":null,"BasicConstraintsValid":false,"CRLDistributionPoints":null,"DNSNames":null,"EmailAddresses":null,"ExcludedDNSDomains":null,"ExcludedEmailAddresses":null,"ExcludedIPRanges":null,"ExcludedURIDomains":["d.e"],"ExtKeyUsage":null,"Extensions":[{"Critical":true,"Id":[2,5,29,30],"Value":"MC2gIjANggtleGFtcGxlLmNvbTAKhwgKAAAA/wAAADAFgQNiLmOhBzAFhgNkLmU="},{"Critical":true,"Id":[2,5,29,36],"Value":"MAaAAQCBAQI="},{"Critical":true,"Id":[2,5,29,54],"Value":"AgEA"}],"ExtraExtensions":null,"IPAddresses":null,"InhibitAnyPolicy":0,"InhibitAnyPolicyZero":true,"InhibitPolicyMapping":2,"InhibitPolicyMappingZero":false,"IsCA":false,"Issuer":{"CommonName":"x","Country":null,"ExtraNames":null,"Locality":null,"Names":[{"Type":[2,5,4,3],"Value":"x"}],"Organization":null,"OrganizationalUnit":null,"PostalCode":null,"Province":null,"SerialNumber":"","StreetAddress":null},"IssuingCertificateURL":null,"KeyUsage":0,"MaxPathLen":0,"MaxPathLenZero":false,"NotAfter":"2040-01-01T00:00:00Z","NotBefore":"2020-01-01T00:00:00Z","OCSPServer":null,"PermittedDNSDomains":["example.com"],"PermittedDNSDomainsCritical":true,"PermittedEmailAddresses":["b.c"],"PermittedIPRanges":[{"IP":"10.0.0.0","Mask":"/wAAAA=="}],"PermittedURIDomains":null,"Policies":null,"PolicyIdentifiers":null,"PolicyMappings":null,"PublicKey":"L6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=","PublicKeyAlgorithm":4,"Raw":"MIIBJzCB2qADAgECAgIwOTAFBgMrZXAwDDEKMAgGA1UEAwwBeDAeFw0yMDAxMDEwMDAwMDBaFw00MDAxMDEwMDAwMDBaMAwxCjAIBgNVBAMMAXgwKjAFBgMrZXADIQAvqr/IAgbMav6TL12ZghLAmdQYQa02yTbXVyQfyXaFwqNgMF4wOQYDVR0eAQH/BC8wLaAiMA2CC2V4YW1wbGUuY29tMAqHCAoAAAD/AAAAMAWBA2IuY6EHMAWGA2QuZTASBgNVHSQBAf8ECDAGgAEAgQECMA0GA1UdNgEB/wQDAgEAMAUGAytlcANBAPeYnAHfBYA/82vIY7cD97+BJPdTMBlczbSxhB5vYIcBzj09nq99nedjonKwEu70zY3lPPVzxqEV4tMHHIqslA8=","RawIssuer":"MAwxCjAIBgNVBAMMAXg=","RawSubject":"MAwxCjAIBgNVBAMMAXg=","RawSubjectPublicKeyInfo":"MCowBQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcI=","RawTBSCertificate":"MIHaoAMCAQICAjA5MAUGAytlcDAMMQowCAYDVQQDDAF4MB4XDTIwMDEwMTAwMDAwMFoXDTQwMDEwMTAwMDAwMFowDDEKMAgGA1UEAwwBeDAqMAUGAytlcAMhAC+qv8gCBsxq/pMvXZmCEsCZ1BhBrTbJNtdXJB/JdoXCo2AwXjA5BgNVHR4BAf8ELzAtoCIwDYILZXhhbXBsZS5jb20wCocICgAAAP8AAAAwBYEDYi5joQcwBYYDZC5lMBIGA1UdJAEB/wQIMAaAAQCBAQIwDQYDVR02AQH/BAMCAQA=","RequireExplicitPolicy":0,"RequireExplicitPolicyZero":true,"SerialNumber":12345,"Signature":"95icAd8FgD/za8hjtwP3v4Ek91MwGVzNtLGEHm9ghwHOPT2er32d52OicrAS7vTNjeU89XPGoRXi0wcciqyUDw==","SignatureAlgorithm":16,"Subject":{"CommonName":"x","Country":null,"ExtraNames":null,"Locality":null,"Names":[{"Type":[2,5,4,3],"Value":"x"}],"Organization":null,"OrganizationalUnit":null,"PostalCode":null,"Province":null,"SerialNumber":"","StreetAddress":null},"SubjectKeyId":null,"URIs":null,"UnhandledCriticalExtensions":null,"UnknownExtKeyUsage":null,"Version":3},"OCSPStaple":null,"PrivateKey":"QFzsIRmsXmJ5JVIMc2vsYzbn4OTFz6RwfwYZcAQ0g9gvqr/IAgbMav6TL12ZghLAmdQYQa02yTbXVyQfyXaFwg==","SignedCertificateTimestamps":null,"SupportedSignatureAlgorithms":null}"#,
        ),
        (
            "crypto.x509.parse_keypair",
            r#"["-----BEGIN CERTIFICATE-----\nMIIBJzCB2qADAgECAgIwOTAFBgMrZXAwDDEKMAgGA1UEAwwBeDAeFw0yMDAxMDEw\nMDAwMDBaFw00MDAxMDEwMDAwMDBaMAwxCjAIBgNVBAMMAXgwKjAFBgMrZXADIQAv\nqr/IAgbMav6TL12ZghLAmdQYQa02yTbXVyQfyXaFwqNgMF4wOQYDVR0eAQH/BC8w\nLaAiMA2CC2V4YW1wbGUuY29tMAqHCAoAAAD/AAAAMAWBA2IuY6EHMAWGA2QuZTAS\nBgNVHSQBAf8ECDAGgAEAgQECMA0GA1UdNgEB/wQDAgEAMAUGAytlcANBAPeYnAHf\nBYA/82vIY7cD97+BJPdTMBlczbSxhB5vYIcBzj09nq99nedjonKwEu70zY3lPPVz\nxqEV4tMHHIqslA8=\n-----END CERTIFICATE-----\n","-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgHY+aBL7eoMKD2yCC\nxaf5HaghAkut+126/hZ0DvPX3cihRANCAATEwd89GmfEb1k7gq2jeTv/0QFHVAa/\nfXKA7fFzrCFPy6EE4oYmtyW/d5tLmwUtRvkwElJfnWZDwqGJo/3CwSMH\n-----END PRIVATE KEY-----\n"]"#,
            "error",
        ),
        ("crypto.x509.parse_keypair", r#"["x","y"]"#, "error"),
        (
            "crypto.x509.parse_keypair",
            r#"["-----BEGIN CERTIFICATE-----\nMIIBJzCB2qADAgECAgIwOTAFBgMrZXAwDDEKMAgGA1UEAwwBeDAeFw0yMDAxMDEw\nMDAwMDBaFw00MDAxMDEwMDAwMDBaMAwxCjAIBgNVBAMMAXgwKjAFBgMrZXADIQAv\nqr/IAgbMav6TL12ZghLAmdQYQa02yTbXVyQfyXaFwqNgMF4wOQYDVR0eAQH/BC8w\nLaAiMA2CC2V4YW1wbGUuY29tMAqHCAoAAAD/AAAAMAWBA2IuY6EHMAWGA2QuZTAS\nBgNVHSQBAf8ECDAGgAEAgQECMA0GA1UdNgEB/wQDAgEAMAUGAytlcANBAPeYnAHf\nBYA/82vIY7cD97+BJPdTMBlczbSxhB5vYIcBzj09nq99nedjonKwEu70zY3lPPVz\nxqEV4tMHHIqslA8=\n-----END CERTIFICATE-----\n","-----BEGIN CERTIFICATE-----\nMIIBJzCB2qADAgECAgIwOTAFBgMrZXAwDDEKMAgGA1UEAwwBeDAeFw0yMDAxMDEw\nMDAwMDBaFw00MDAxMDEwMDAwMDBaMAwxCjAIBgNVBAMMAXgwKjAFBgMrZXADIQAv\nqr/IAgbMav6TL12ZghLAmdQYQa02yTbXVyQfyXaFwqNgMF4wOQYDVR0eAQH/BC8w\nLaAiMA2CC2V4YW1wbGUuY29tMAqHCAoAAAD/AAAAMAWBA2IuY6EHMAWGA2QuZTAS\nBgNVHSQBAf8ECDAGgAEAgQECMA0GA1UdNgEB/wQDAgEAMAUGAytlcANBAPeYnAHf\nBYA/82vIY7cD97+BJPdTMBlczbSxhB5vYIcBzj09nq99nedjonKwEu70zY3lPPVz\nxqEV4tMHHIqslA8=\n-----END CERTIFICATE-----\n"]"#,
            "error",
        ),
    ]);
}

/// The root, any between, and the leaf; the options; and whether they verify.
#[test]
fn verifies_chains_as_go_does() {
    for (chain, options, wanted) in [
        (vec![ROOT, MIDDLE, LEAF], "{}", "true"),
        (vec![ROOT, LEAF], "{}", "false"),
        (vec![MIDDLE, LEAF], "{}", "true"),
        (vec![ROOT, MIDDLE, FORGED], "{}", "false"),
        (vec![ROOT, NO_CA, LEAF], "{}", "false"),
        (vec![ROOT], "{}", "false"),
        (vec![ROOT, ROOT], "{}", "true"),
        (vec![LEAF, MIDDLE, ROOT], "{}", "false"),
        (vec![ROOT, MIDDLE, DEEP, UNDER], "{}", "false"),
        (vec![ROOT, CRITICAL], "{}", "false"),
        (vec![ROOT, CONSTRAINED, LEAF], "{}", "refused"),
        (vec![ROOT, CLIENT], "{}", "false"),
        (vec![ROOT, CLIENT], r#"{"KeyUsages": ["KeyUsageClientAuth"]}"#, "true"),
        (vec![ROOT, CLIENT], r#"{"KeyUsages": ["KeyUsageAny"]}"#, "true"),
        (vec![ROOT, CLIENT], r#"{"KeyUsages": ["nope"]}"#, "error"),
        (vec![ROOT, MIDDLE, LEAF], r#"{"CurrentTime": 1735689600000000000}"#, "true"),
        (vec![ROOT, MIDDLE, LEAF], r#"{"CurrentTime": 1577836800000000000}"#, "true"),
        (vec![ROOT, MIDDLE, LEAF], r#"{"CurrentTime": 1577836799999999999}"#, "false"),
        (vec![ROOT, MIDDLE, LEAF], r#"{"CurrentTime": 2208988800000000001}"#, "false"),
        (vec![ROOT, MIDDLE, LEAF], r#"{"CurrentTime": "x"}"#, "error"),
        (vec![ROOT, MIDDLE, LEAF], r#"{"DNSName": "a.example.com"}"#, "true"),
        (vec![ROOT, MIDDLE, LEAF], r#"{"DNSName": "A.EXAMPLE.com."}"#, "true"),
        (vec![ROOT, MIDDLE, LEAF], r#"{"DNSName": "example.com"}"#, "false"),
        (vec![ROOT, MIDDLE, LEAF], r#"{"DNSName": "a.b.example.com"}"#, "false"),
        (vec![ROOT, MIDDLE, LEAF], r#"{"DNSName": "10.0.0.1"}"#, "true"),
        (vec![ROOT, MIDDLE, LEAF], r#"{"DNSName": "[::ffff:10.0.0.1]"}"#, "true"),
        (vec![ROOT, MIDDLE, LEAF], r#"{"DNSName": "10.0.0.2"}"#, "false"),
        (vec![ROOT, MIDDLE, LEAF], r#"{"foo": 1}"#, "error"),
    ] {
        let options = json_reader::read(options).unwrap();
        let operands = [Value::from(chain.concat()), options.clone()];
        let context = Context { now: "2026-11-23T01:02:03Z".parse().unwrap() };
        let got = match parse_and_verify_with_options(&context, &operands) {
            Ok(result) => result.as_array().unwrap()[0].to_string(),
            Err(Failure::Error(_)) => "error".to_owned(),
            Err(Failure::Refused(_)) => "refused".to_owned(),
        };
        assert_eq!(got, wanted, "{} certificates with {options}", chain.len());
    }
}

const ROOT: &str = "-----BEGIN CERTIFICATE-----
MIIBLzCB16ADAgECAgIwOTAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARyb290MB4X
DTIwMDEwMTAwMDAwMFoXDTQwMDEwMTAwMDAwMFowDzENMAsGA1UEAwwEcm9vdDBZ
MBMGByqGSM49AgEGCCqGSM49AwEHA0IABMTB3z0aZ8RvWTuCraN5O//RAUdUBr99
coDt8XOsIU/LoQTihia3Jb93m0ubBS1G+TASUl+dZkPCoYmj/cLBIwejIzAhMA8G
A1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgIEMAoGCCqGSM49BAMCA0cAMEQC
H3YxDvRU57m0s9DpL0n237ab1k9qsXbq2UC0mHVfhCUCIQCQhFqnD8HlzAYIBCMa
WWpSITlF5BaZycHm/EFyrMP/GA==
-----END CERTIFICATE-----
";
const MIDDLE: &str = "-----BEGIN CERTIFICATE-----
MIHyMIGaoAMCAQICAjA5MAoGCCqGSM49BAMCMA8xDTALBgNVBAMMBHJvb3QwHhcN
MjAwMTAxMDAwMDAwWhcNNDAwMTAxMDAwMDAwWjAOMQwwCgYDVQQDDANtaWQwKjAF
BgMrZXADIQAvqr/IAgbMav6TL12ZghLAmdQYQa02yTbXVyQfyXaFwqMWMBQwEgYD
VR0TAQH/BAgwBgEB/wIBADAKBggqhkjOPQQDAgNHADBEAiEA2wjjyBhBdFQHLQA9
QKemwGDyu1yZqDYlDU8GK/PZymYCH0Td55rZS9RNJ1D2eR51I86NxrF334W5yODb
PbT3vXE=
-----END CERTIFICATE-----
";
const LEAF: &str = "-----BEGIN CERTIFICATE-----
MIIBOjCB7aADAgECAgIwOTAFBgMrZXAwDjEMMAoGA1UEAwwDbWlkMB4XDTIwMDEw
MTAwMDAwMFoXDTQwMDEwMTAwMDAwMFowDzENMAsGA1UEAwwEbGVhZjB2MBAGByqG
SM49AgEGBSuBBAAiA2IABOPvlAVmukFTnFz+0aDlzl7SaSND7H+Fiol77FvQwC2p
PGViAnPF+ZBfzi1h+F7sSnxUlTx1jX983Hr4Cew4oyJvBQU+gWTEQ1JJYznHtMrl
FDIFD+P/SGzQoEZJ6rLdlaMiMCAwHgYDVR0RBBcwFYINKi5leGFtcGxlLmNvbYcE
CgAAATAFBgMrZXADQQBrsOseL/iZXqpqC/d4VUtdYOfiPTxcaYtNnSd8/gY3P9L0
+zg0qGaSwEOix2pFvp/5Gn4ftyHSblvYpZgul00I
-----END CERTIFICATE-----
";
const CLIENT: &str = "-----BEGIN CERTIFICATE-----
MIIBRDCB6qADAgECAgIwOTAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARyb290MB4X
DTIwMDEwMTAwMDAwMFoXDTQwMDEwMTAwMDAwMFowETEPMA0GA1UEAwwGY2xpZW50
MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE4++UBWa6QVOcXP7RoOXOXtJpI0Psf4WK
iXvsW9DALak8ZWICc8X5kF/OLWH4XuxKfFSVPHWNf3zcevgJ7DijIm8FBT6BZMRD
UkljOce0yuUUMgUP4/9IbNCgRknqst2VoxcwFTATBgNVHSUEDDAKBggrBgEFBQcD
AjAKBggqhkjOPQQDAgNJADBGAiEAk3H3cmxYOSvD6y8ahiN0zH5beXuTxZWkPfcG
VhgQP8cCIQDclozhEd5viZDNsQDvhxZb3wC2bBzmuvhItuHRaDShcw==
-----END CERTIFICATE-----
";
const NO_CA: &str = "-----BEGIN CERTIFICATE-----
MIHaMIGCoAMCAQICAjA5MAoGCCqGSM49BAMCMA8xDTALBgNVBAMMBHJvb3QwHhcN
MjAwMTAxMDAwMDAwWhcNNDAwMTAxMDAwMDAwWjAOMQwwCgYDVQQDDANtaWQwKjAF
BgMrZXADIQAvqr/IAgbMav6TL12ZghLAmdQYQa02yTbXVyQfyXaFwjAKBggqhkjO
PQQDAgNHADBEAiA2N4qCURMuhCKZjkn1YG7TLXXrQ1HlJWY36QcfrM9kKwIgSU/8
IB/uLjHO3c0q6JaOp7v3Ucip/TDasJbVNgIkZFA=
-----END CERTIFICATE-----
";
const FORGED: &str = "-----BEGIN CERTIFICATE-----
MIIBKDCBzqADAgECAgIwOTAKBggqhkjOPQQDAjAOMQwwCgYDVQQDDANtaWQwHhcN
MjAwMTAxMDAwMDAwWhcNNDAwMTAxMDAwMDAwWjAPMQ0wCwYDVQQDDARsZWFmMHYw
EAYHKoZIzj0CAQYFK4EEACIDYgAE4++UBWa6QVOcXP7RoOXOXtJpI0Psf4WKiXvs
W9DALak8ZWICc8X5kF/OLWH4XuxKfFSVPHWNf3zcevgJ7DijIm8FBT6BZMRDUklj
Oce0yuUUMgUP4/9IbNCgRknqst2VMAoGCCqGSM49BAMCA0kAMEYCIQCEOZva9T8a
HHudJEBbFP3p4XLgzfSVEKD5dvMer4tZLwIhAM5eB9i4ACzBsdjgMWXJP+0cxulg
wxDHOA5yQkFHAMYw
-----END CERTIFICATE-----
";
const DEEP: &str = "-----BEGIN CERTIFICATE-----
MIIBUjCCAQSgAwIBAgICMDkwBQYDK2VwMA4xDDAKBgNVBAMMA21pZDAeFw0yMDAx
MDEwMDAwMDBaFw00MDAxMDEwMDAwMDBaMA8xDTALBgNVBAMMBGRlZXAwgZswEAYH
KoZIzj0CAQYFK4EEACMDgYYABAEAZ4OmHlDRn6/ELTLcCaHxrroM+D08j2NznBxM
J8MCiP4at8VgH4h11/v4n64XE1sVRHRgWEwY9H6mVfMIh9CzEAHzIe3GJD9GQaN9
O73TGKYxFPmbB49gDhf12NZ3c2goGLOS/vUXWXzz4QyyjUTCiLrFAXQEUVwY+kg7
AcSZITUfgKMTMBEwDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQAG6Wj4YGQCcgEw
X9GTZYDbJzyGrXDUAY2IZx51EcEj4YhQ/xRGpdidgpsWrSdbU7oLH4fRA6gdUx5O
hQTK7EcN
-----END CERTIFICATE-----
";
const UNDER: &str = "-----BEGIN CERTIFICATE-----
MIIBbDCB0KADAgECAgIwOTAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARkZWVwMB4X
DTIwMDEwMTAwMDAwMFoXDTQwMDEwMTAwMDAwMFowEDEOMAwGA1UEAwwFdW5kZXIw
djAQBgcqhkjOPQIBBgUrgQQAIgNiAATj75QFZrpBU5xc/tGg5c5e0mkjQ+x/hYqJ
e+xb0MAtqTxlYgJzxfmQX84tYfhe7Ep8VJU8dY1/fNx6+AnsOKMibwUFPoFkxENS
SWM5x7TK5RQyBQ/j/0hs0KBGSeqy3ZUwCgYIKoZIzj0EAwIDgYoAMIGGAkFfq4Lv
eHqmiTowzuwhvqrJ409qNNSnqdW9X0ykjG3M/AdPmKcs87rvxun7swqKd85LrgnW
0RFIzmxWB2i4rNiZXwJBNGOm1wHiGfgCici7Ycv05AeuWDgwEYVGl3Wt+Q0Qt+sz
E1qZ7pEA/8E1hGqJ4tAW+h0u9ZlerjvmzkWJvMF9i7U=
-----END CERTIFICATE-----
";
const CRITICAL: &str = "-----BEGIN CERTIFICATE-----
MIIBNTCB3KADAgECAgIwOTAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARyb290MB4X
DTIwMDEwMTAwMDAwMFoXDTQwMDEwMTAwMDAwMFowDDEKMAgGA1UEAwwBYzB2MBAG
ByqGSM49AgEGBSuBBAAiA2IABOPvlAVmukFTnFz+0aDlzl7SaSND7H+Fiol77FvQ
wC2pPGViAnPF+ZBfzi1h+F7sSnxUlTx1jX983Hr4Cew4oyJvBQU+gWTEQ1JJYznH
tMrlFDIFD+P/SGzQoEZJ6rLdlaMOMAwwCgYCKgkBAf8EAXgwCgYIKoZIzj0EAwID
SAAwRQIgPbrKmGaOvwVdduOPPnWSlf9HSnl7VpTLCnOf7LNZxlECIQDKln0v7q9e
hiLQvJPpY8SM0f0DdUmdcM0vZx3d6QaUvQ==
-----END CERTIFICATE-----
";
const CONSTRAINED: &str = "-----BEGIN CERTIFICATE-----
MIIBDjCBtqADAgECAgIwOTAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARyb290MB4X
DTIwMDEwMTAwMDAwMFoXDTQwMDEwMTAwMDAwMFowDjEMMAoGA1UEAwwDbWlkMCow
BQYDK2VwAyEAL6q/yAIGzGr+ky9dmYISwJnUGEGtNsk211ckH8l2hcKjMjAwMA8G
A1UdEwEB/wQFMAMBAf8wHQYDVR0eAQH/BBMwEaAPMA2CC2V4YW1wbGUub3JnMAoG
CCqGSM49BAMCA0cAMEQCIDB8dNDT9dQtb/rVCvpk3tffAoUI31ES9AY0CaaF6npO
AiBI/frzkjZr1H3782gb/QhsJ/F+zEUEeR1Uc/AARFdVmQ==
-----END CERTIFICATE-----
";
