"""How the embedded encoder is made: base model → smaller student → trained on codified law → int8 ONNX.

Nothing at run time imports this package. `python -m index.training --help` says the steps.
"""
