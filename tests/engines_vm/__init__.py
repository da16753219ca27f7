"""Real servers and power cuts in a virtual machine: python -m tests.engines_vm (make engines-vm). No test.

The guest runs Debian's own kernel under software emulation, so that neither rights nor modules of the host's
kernel are needed. Its root is the host's, read-only, with memory on top: what runs in there are the programs,
the Python and the code of this checkout. What `inside` holds runs in the guest, all else on the host.
"""
