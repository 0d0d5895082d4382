"""A certificate authority of our own, and a certificate for a server on 127.0.0.1 that only it vouches for."""

from __future__ import annotations

import datetime
import ipaddress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SERVER_NAME = "gws.test"
"""What the server is called beside its address; no resolver knows it."""
LIFE = datetime.timedelta(days=1)


@dataclass(frozen=True)
class PrivateCa:
    """PEM files: the authority to trust, the server's certificate and its key."""

    authority: Path
    cert: Path
    key: Path


def make_private_ca(folder: Path, only_common_name: str = "") -> PrivateCa:
    """Write the three files into ``folder``; the certificates are good for a day.

    With ``only_common_name`` the server's is for that name, as they were before there was a subjectAltName.
    """
    ca_key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_name, server_name = _name("Callboard test authority"), _name(only_common_name or "127.0.0.1")
    authority = _authority(ca_name, ca_key)
    certificate = _builder(server_name, ca_name, server_key)
    if not only_common_name:
        certificate = certificate.add_extension(_loopback(), critical=False)
    certificate = certificate.add_extension(_issued_by(ca_key), critical=False)
    files = PrivateCa(folder / "authority.pem", folder / "server.pem", folder / "server.key")
    files.authority.write_bytes(_pem(authority))
    files.cert.write_bytes(_pem(certificate.sign(ca_key, hashes.SHA256())))
    files.key.write_bytes(_key_pem(server_key))
    return files


def _authority(name: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    usage = x509.KeyUsage(
        key_cert_sign=True,
        crl_sign=True,
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = _builder(name, name, key).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(usage, critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    return builder.sign(key, hashes.SHA256())


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(now - LIFE).not_valid_after(now + LIFE)


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _loopback() -> x509.SubjectAlternativeName:
    names = [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName(SERVER_NAME)]
    return x509.SubjectAlternativeName(names)


def _issued_by(key: ec.EllipticCurvePrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    return key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain)
