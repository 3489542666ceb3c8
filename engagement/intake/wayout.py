from engagement.web.site import identity


def way_out() -> str:
    """Say how else to reach the office: every refusal ends with it."""
    site = identity()
    return (
        f"Nếu cần ngay, Quý vị gọi {site.phone}, viết thư đến {site.email} "
        f"hoặc đến trực tiếp {site.address}."
    )
