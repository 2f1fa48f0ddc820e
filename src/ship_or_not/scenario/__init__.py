"""The boundary: scenario files → checked inputs. The only place that knows YAML and pydantic."""
