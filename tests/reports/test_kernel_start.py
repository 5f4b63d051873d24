from kit.reports import kernel_start


def test_importing_the_start_script_starts_nothing():
    assert not hasattr(kernel_start, "IPKernelApp")
